package dev.assay.format.json;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A JSON value. Look-ups never fail and never return `null`: what is absent or of another kind is
/// empty text, an empty list, `Optional.empty()`. The parser bounds depth, text and document
/// length.
///
/// Source: RFC 8259
public sealed interface Json {
  /// No document of ours is nested deeper.
  int MAX_DEPTH = 200;

  /// What a document of an image's may have: about 60 MB of memory.
  int MAX_VALUES = 500_000;

  /// `{…}` in document order.
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(members);
    }
  }

  /// `[…]`.
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /// `"…"`.
  record Str(String value) implements Json {}

  /// A number, as written.
  record Num(String literal) implements Json {}

  /// `true` or `false`.
  record Bool(boolean value) implements Json {}

  /// `null`, also the answer for what is absent.
  enum Null implements Json {
    NULL
  }

  /// The factory every reader and writer of JSON uses, with its limits.
  JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(20_000_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  /// Parses a whole document.
  ///
  /// @param what names the document in the failure, such as `manifest of IMAGE`
  /// @throws InputFailure where the bytes are not one JSON value
  static Json parse(byte[] content, String what) {
    Optional<Json> plain = PlainJson.parse(content, false);
    if (plain.isPresent()) {
      return plain.get();
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      return document(parser, Integer.MAX_VALUE);
    } catch (JacksonException e) {
      throw malformed(what, e);
    }
  }

  /// Parses a whole document out of an image. Two bytes make a value, which takes a hundred of
  /// memory: one with more than `MAX_VALUES` is refused.
  ///
  /// @throws InputFailure where the bytes are not one JSON value, or too many
  static Json parseBounded(byte[] content, String what) {
    if (content.length < MAX_VALUES) {
      return parse(content, what);
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      return document(parser, MAX_VALUES);
    } catch (JacksonException e) {
      throw malformed(what, e);
    }
  }

  /// Parses a whole document from a stream, which stays open.
  ///
  /// @throws InputFailure where the bytes are not one JSON value
  /// @throws IOException where the bytes do not arrive
  static Json parse(InputStream content, String what) throws IOException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      return document(parser, Integer.MAX_VALUE);
    } catch (tools.jackson.core.exc.JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw malformed(what, e);
    }
  }

  /// What to throw for text that is not JSON.
  static InputFailure malformed(String what, JacksonException e) {
    String place =
        Optional.ofNullable(e.getLocation())
            .map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
            .orElse("");
    return new InputFailure("cannot read " + what + ": " + problem(e) + place);
  }

  /// What is wrong with a text, in words for a gap.
  static String problem(JacksonException e) {
    return e.getLocation() == null
        ? "nested too deep, or longer than is supported"
        : "not valid JSON";
  }

  /// The line it is wrong in, from 1; 0 for a limit that is passed, such as the depth, which has no
  /// place in the text.
  static int line(JacksonException e) {
    return Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(0);
  }

  private static Json document(JsonParser parser, int maxValues) {
    parser.nextToken();
    Json value = read(parser, new int[] {maxValues});
    if (parser.nextToken() != null) {
      throw new tools.jackson.core.exc.StreamReadException(parser, "more than one value");
    }
    return value;
  }

  /// Reads the value the parser stands on, and leaves it on that value's last token. One with more
  /// than `MAX_VALUES` in it is refused as longer than is supported.
  static Json read(JsonParser parser) {
    return read(parser, new int[] {MAX_VALUES});
  }

  /// The same for a value of any size.
  static Json readWhole(JsonParser parser) {
    return read(parser, new int[] {Integer.MAX_VALUE});
  }

  private static Json read(JsonParser parser, int[] left) {
    if (--left[0] < 0) {
      throw new tools.jackson.core.exc.StreamConstraintsException("too many values");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new tools.jackson.core.exc.StreamReadException(parser, "empty document");
    }
    return switch (token) {
      case START_OBJECT -> object(parser, left);
      case START_ARRAY -> array(parser, left);
      case VALUE_STRING -> new Str(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getString());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      default -> Null.NULL;
    };
  }

  private static Json object(JsonParser parser, int[] left) {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, read(parser, left));
    }
    return new Obj(members);
  }

  private static Json array(JsonParser parser, int[] left) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser, left));
    }
    return new Arr(items);
  }

  /// The member of that name, or `Null.NULL`.
  default Json at(String name) {
    return this instanceof Obj obj ? obj.members().getOrDefault(name, Null.NULL) : Null.NULL;
  }

  /// The items of an array; empty for anything else.
  default List<Json> items() {
    return this instanceof Arr arr ? arr.items() : List.of();
  }

  /// The members of an object in document order; empty for anything else.
  default Map<String, Json> members() {
    return this instanceof Obj obj ? obj.members() : Map.of();
  }

  /// The text of a string, else the empty text.
  default String text() {
    return this instanceof Str str ? str.value() : "";
  }

  /// The text of the member of that name, else the empty text.
  default String text(String name) {
    return at(name).text();
  }

  /// The texts among the items of the array of that name.
  default List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : at(name).items()) {
      if (item instanceof Str str) {
        texts.add(str.value());
      }
    }
    return texts;
  }

  /// A whole number that fits, else empty.
  default Optional<Long> whole() {
    if (this instanceof Num num) {
      try {
        return Optional.of(Long.parseLong(num.literal()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Whether this is the literal `true`.
  default boolean isTrue() {
    return this instanceof Bool bool && bool.value();
  }

  /// Whether there is nothing here: absent, or `null`.
  default boolean isNull() {
    return this instanceof Null;
  }
}
