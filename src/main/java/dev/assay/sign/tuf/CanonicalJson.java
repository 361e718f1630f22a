package dev.assay.sign.tuf;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// JSON as it is signed: keys in order, no space, whole numbers alone, nothing escaped but
/// quotation marks and backslashes.
///
/// Source: <https://wiki.laptop.org/go/Canonical_JSON>
final class CanonicalJson {
  private CanonicalJson() {}

  /// @throws InputFailure where there is a number with a fraction
  static byte[] of(Json value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj object -> {
        char joint = '{';
        for (var member : new TreeMap<>(object.members()).entrySet()) {
          out.append(joint);
          text(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          joint = ',';
        }
        out.append(joint == '{' ? "{}" : "}");
      }
      case Json.Arr array -> {
        char joint = '[';
        for (Json item : array.items()) {
          out.append(joint);
          write(item, out);
          joint = ',';
        }
        out.append(joint == '[' ? "[]" : "]");
      }
      case Json.Str string -> text(string.value(), out);
      case Json.Num number ->
          out.append(
              number
                  .whole()
                  .orElseThrow(() -> new InputFailure("`" + number.literal() + "` is not whole")));
      case Json.Bool bool -> out.append(bool.value());
      case Json.Null _ -> out.append("null");
    }
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
