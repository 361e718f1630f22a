package dev.assay.format.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.MinimalPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/// Writes one JSON document as people read it: UTF-8, two spaces for each level, line feeds, one at
/// the end. Any text can be written: a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD, and
/// what would steer a terminal or turn its writing around is escaped.
///
/// Source: RFC 8259
public final class JsonOutput {
  private static final DefaultPrettyPrinter STYLE = style();
  private static final char REPLACEMENT = '\uFFFD';

  private final JsonGenerator json;

  private JsonOutput(JsonGenerator json) {
    this.json = json;
  }

  /// Writes the document that `content` describes.
  ///
  /// @param out flushed, stays open
  /// @throws IOException where the bytes cannot be written
  public static void write(OutputStream out, Consumer<JsonOutput> content) throws IOException {
    try (JsonGenerator generator = Json.FACTORY.createGenerator(new Pretty(), out)) {
      content.accept(new JsonOutput(generator));
      generator.writeRaw('\n');
    } catch (tools.jackson.core.exc.JacksonIOException e) {
      throw e.getCause();
    }
    out.flush();
  }

  /// The document that `content` describes, as machines exchange it: no space, no line feed.
  public static byte[] compact(Consumer<JsonOutput> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = Json.FACTORY.createGenerator(new Lines(), out)) {
      content.accept(new JsonOutput(generator));
    }
    return out.toByteArray();
  }

  /// Writes the objects that `content` describes, a line each.
  ///
  /// @param out flushed, stays open
  /// @throws IOException where the bytes cannot be written
  public static void writeLines(OutputStream out, Consumer<JsonOutput> content) throws IOException {
    try (JsonGenerator generator = Json.FACTORY.createGenerator(new Lines(), out)) {
      content.accept(new JsonOutput(generator));
      generator.writeRaw('\n');
    } catch (tools.jackson.core.exc.JacksonIOException e) {
      throw e.getCause();
    }
    out.flush();
  }

  /// `{…}`, as the document or as an item.
  public void object(Runnable members) {
    json.writeStartObject();
    members.run();
    json.writeEndObject();
  }

  /// A member that is an object.
  public void object(String name, Runnable members) {
    name(name);
    object(members);
  }

  /// `[…]`, as the document or as an item.
  public void array(Runnable items) {
    json.writeStartArray();
    items.run();
    json.writeEndArray();
  }

  /// A member that is an array.
  public void array(String name, Runnable items) {
    name(name);
    array(items);
  }

  /// An item that is a text.
  public void item(String value) {
    json.writeString(safe(value));
  }

  /// An item that is whatever was read or made.
  public void item(Json value) {
    value(value);
  }

  /// A member that is a text, an empty one too.
  public void put(String name, String value) {
    name(name);
    json.writeString(safe(value));
  }

  /// A member that is a whole number.
  public void put(String name, long value) {
    name(name);
    json.writeNumber(value);
  }

  /// A member that is a number, without a fraction where it has none.
  public void put(String name, double value) {
    name(name);
    json.writeNumber(
        new BigDecimal(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()));
  }

  /// A member that is `true` or `false`.
  public void put(String name, boolean value) {
    name(name);
    json.writeBoolean(value);
  }

  /// A member that is whatever was read.
  public void put(String name, Json value) {
    name(name);
    value(value);
  }

  /// A member that is an array of texts, an empty one too.
  public void put(String name, Collection<String> values) {
    array(name, () -> values.forEach(this::item));
  }

  /// A member that stands there only where the text has something in it.
  public void putAny(String name, String value) {
    if (!value.isEmpty()) {
      put(name, value);
    }
  }

  /// A member that stands there only where the number is not 0.
  public void putAny(String name, long value) {
    if (value != 0) {
      put(name, value);
    }
  }

  /// A member that stands there only where it is `true`.
  public void putAny(String name, boolean value) {
    if (value) {
      put(name, true);
    }
  }

  /// A member that stands there only where there is an item.
  public void putAny(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      put(name, values);
    }
  }

  /// The array of that name with an item for each value; nothing at all where there is none.
  public <T> void arrayOfAny(String name, Collection<T> values, Consumer<T> item) {
    if (!values.isEmpty()) {
      array(name, () -> values.forEach(item));
    }
  }

  private void value(Json value) {
    switch (value) {
      case Json.Obj(Map<String, Json> members) ->
          object(() -> members.forEach((name, member) -> put(name, member)));
      case Json.Arr(List<Json> items) -> array(() -> items.forEach(this::value));
      case Json.Str(String text) -> item(text);
      case Json.Num(String literal) -> json.writeNumber(literal);
      case Json.Bool(boolean bool) -> json.writeBoolean(bool);
      case Json.Null nothing -> json.writeNull();
    }
  }

  private void name(String name) {
    json.writeName(safe(name));
  }

  private static String safe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        return withoutLoneSurrogates(text);
      }
    }
    return text;
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static DefaultPrettyPrinter style() {
    DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(twoSpaces)
        .withArrayIndenter(twoSpaces);
  }

  /// Escapes more than JSON asks for: DEL, the C1 controls, line separators and the characters that
  /// change the direction of writing.
  private static final class Harmless extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final CharacterEscapes INSTANCE = new Harmless();
    private static final int[] ASCII = ascii();

    private static int[] ascii() {
      int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
      escapes[0x7F] = CharacterEscapes.ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      boolean steers =
          (c >= 0x80 && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
      return steers ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }

  /// Settings of one document.
  private static final class Pretty extends Settings {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return STYLE.createInstance();
    }
  }

  /// Settings of a document to a line.
  private static final class Lines extends Settings {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new MinimalPrettyPrinter("\n");
    }
  }

  private abstract static class Settings extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public CharacterEscapes getCharacterEscapes() {
      return Harmless.INSTANCE;
    }

    @Override
    public int getStreamWriteFeatures(int defaults) {
      return defaults & ~StreamWriteFeature.AUTO_CLOSE_TARGET.getMask();
    }
  }
}
