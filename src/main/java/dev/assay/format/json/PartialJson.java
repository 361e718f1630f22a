package dev.assay.format.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
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
import tools.jackson.core.json.JsonReadFeature;

/// Reads one JSON document that people and programs wrote: comments and a comma before a closing
/// bracket are passed over, and of a broken document what came before the break counts.
///
/// Source: RFC 8259, <https://jsonc.org/>
public final class PartialJson {
  /// About 60 MB of memory.
  private static final int MAX_VALUES = Json.MAX_VALUES;

  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxStringLength(20_000_000)
                  .maxNumberLength(1_000)
                  .build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private final Deque<Open> open = new ArrayDeque<>();
  private final IdentityHashMap<Json, Lines> lines = new IdentityHashMap<>();
  private Json document = Json.Null.NULL;
  private int count;

  private PartialJson() {}

  /// What a document says.
  ///
  /// @param document the whole, or what came before the part that breaks the format
  /// @param problem what is broken
  /// @param lines where each object and array of the document stands, by identity
  public record Result(
      Json document, Optional<Problem> problem, IdentityHashMap<Json, Lines> lines) {
    /// Where an object or array of this document stands; zeros for anything else.
    public Lines lines(Json value) {
      return lines.getOrDefault(value, Lines.NONE);
    }
  }

  /// A part that breaks the format.
  ///
  /// @param line from 1, 0 where unknown
  /// @param text what is wrong, in a clause
  public record Problem(long line, String text) {}

  /// First and last line of a value, from 1.
  public record Lines(long start, long end) {
    static final Lines NONE = new Lines(0, 0);
  }

  /// A value whose end is still to come.
  private static final class Open {
    final boolean isObject;
    final long line;
    final Map<String, Json> members = new LinkedHashMap<>();
    final List<Json> items = new ArrayList<>();
    String name = "";

    Open(boolean isObject, long line) {
      this.isObject = isObject;
      this.line = line;
    }

    void add(Json value) {
      if (isObject) {
        members.put(name, value);
      } else {
        items.add(value);
      }
    }

    Json value() {
      return isObject ? new Json.Obj(members) : new Json.Arr(items);
    }
  }

  /// Reads a document. Bounding its length is the caller's part; the number and depth of its values
  /// is bounded here.
  public static Result read(String text) {
    return new PartialJson().readAll(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private Result readAll(String text) {
    Optional<Problem> problem = Optional.empty();
    try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
      problem = values(parser);
      while (!open.isEmpty()) {
        close(parser.currentLocation().getLineNr());
      }
    } catch (JacksonException e) {
      long line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(0);
      problem = Optional.of(new Problem(Math.max(0, line), "not valid JSON"));
      while (!open.isEmpty()) {
        close(Math.max(open.getFirst().line, line));
      }
    }
    return new Result(document, problem, lines);
  }

  private Optional<Problem> values(JsonParser parser) {
    boolean isBegun = false;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      long line = parser.currentTokenLocation().getLineNr();
      if (isBegun && open.isEmpty()) {
        return Optional.of(new Problem(line, "not valid JSON: more than one value"));
      }
      isBegun = true;
      if (++count > MAX_VALUES) {
        return Optional.of(new Problem(line, "more than " + MAX_VALUES + " values"));
      }
      switch (token) {
        case START_OBJECT -> open.push(new Open(true, line));
        case START_ARRAY -> open.push(new Open(false, line));
        case PROPERTY_NAME -> open.getFirst().name = parser.currentName();
        case END_OBJECT, END_ARRAY -> close(line);
        default -> add(Json.read(parser));
      }
    }
    return isBegun ? Optional.empty() : Optional.of(new Problem(1, "not valid JSON: it is empty"));
  }

  private void close(long line) {
    Open done = open.pop();
    Json value = done.value();
    lines.put(value, new Lines(done.line, line));
    add(value);
  }

  private void add(Json value) {
    if (open.isEmpty()) {
      document = value;
    } else {
      open.getFirst().add(value);
    }
  }
}
