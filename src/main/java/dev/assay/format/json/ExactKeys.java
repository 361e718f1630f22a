package dev.assay.format.json;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Refuses documents that another reader would take for something else. Container runtimes are
/// written in Go, whose JSON package matches keys to fields regardless of case and lets the last
/// one win: `{"layers":[A],"Layers":[B]}` runs B. What is scanned must be what runs, so nothing of
/// the kind is read at all.
///
/// Source: <https://pkg.go.dev/encoding/json#Unmarshal>, RFC 8259 section 4
public final class ExactKeys {
  private static final String ADVICE =
      "tools disagree on what such a document means; build or push the image again";

  private static final int SHOWN = 60;

  private ExactKeys() {}

  /// Parses a whole document in which no object has the same key twice.
  ///
  /// @param what names the document in the failure, such as `manifest of IMAGE`
  /// @throws InputFailure where the bytes are not one JSON value, or a key is there twice
  public static Json parse(byte[] content, String what) {
    if (isOtherEncoding(content)) {
      throw refusal(what, "it is not written in UTF-8");
    }
    Optional<Json> plain = PlainJson.parse(content, true);
    if (plain.isPresent()) {
      return plain.get();
    }
    Json json = Json.parse(content, what);
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), content)) {
      unique(parser, what);
    } catch (JacksonException e) {
      throw Json.malformed(what, e);
    }
    return json;
  }

  /// UTF-16 and UTF-32, which the parser would read as well: of the first two characters of a
  /// document, one byte is zero at least, or they are the encoding's mark.
  private static boolean isOtherEncoding(byte[] content) {
    for (int i = 0; i < Math.min(4, content.length); i++) {
      if (content[i] == 0 || content[i] == (byte) 0xfe || content[i] == (byte) 0xff) {
        return true;
      }
    }
    return false;
  }

  private static void unique(JsonParser parser, String what) {
    Deque<Set<String>> open = new ArrayDeque<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> open.push(new HashSet<>());
        case END_OBJECT -> open.pop();
        case PROPERTY_NAME -> {
          if (!open.getFirst().add(parser.currentName())) {
            throw refusal(what, "the key " + shown(parser.currentName()) + " is there twice");
          }
        }
        default -> {}
      }
    }
  }

  /// Checks an object whose keys are the fields of a format. Not for maps of free names, such as
  /// labels: theirs are compared exactly everywhere. What is no object passes.
  ///
  /// @param where names it in the failure: `manifest of IMAGE: layers[3]`
  /// @param fields the keys that are read
  /// @throws InputFailure where two keys, or a key and a field, differ only in case
  public static void check(Json object, String where, List<String> fields) {
    Map<String, String> seen = new HashMap<>();
    for (String field : fields) {
      seen.put(folded(field), field);
    }
    for (String key : object.members().keySet()) {
      String other = seen.putIfAbsent(folded(key), key);
      if (other == null || other.equals(key)) {
        continue;
      }
      throw refusal(
          where,
          object.members().containsKey(other)
              ? "two keys that differ only in case, " + shown(other) + " and " + shown(key)
              : "the key " + shown(key) + " differs only in case from " + shown(other));
    }
  }

  /// Go folds by Unicode's simple folding: U+017F is an `s`, U+212A is a `k`.
  private static String folded(String key) {
    return key.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String shown(String key) {
    return "`" + Printable.of(key, SHOWN) + "`";
  }

  private static InputFailure refusal(String where, String problem) {
    return new InputFailure("cannot trust " + where + ": " + problem, ADVICE);
  }
}
