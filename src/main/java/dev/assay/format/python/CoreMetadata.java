package dev.assay.format.python;

import dev.assay.format.text.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The headers of a `METADATA` or `PKG-INFO` file: `Key: value` lines, folded ones begin with a
/// space or a tab, up to the first blank line; the description after it is not read.
///
/// Source: <https://packaging.python.org/en/latest/specifications/core-metadata/>
///
/// @param values each header's values in order, by lower-case name; lines of a folded value are
///   joined with LF
public record CoreMetadata(Map<String, List<String>> values) {
  private static final int MAX_LINES = 100_000;
  private static final int MAX_VALUE_CHARS = 100_000;
  private static final int MAX_VALUES = 1_000;

  public CoreMetadata {
    values = Map.copyOf(values);
  }

  /// Reads the headers of these lower-case names.
  ///
  /// @throws IOException where the bytes do not arrive
  public static CoreMetadata read(InputStream in, Set<String> wanted) throws IOException {
    var lines = new Lines(in);
    var values = new HashMap<String, List<String>>();
    String name = "";
    var value = new StringBuilder();
    while (lines.next() && lines.length() > 0 && lines.number() < MAX_LINES) {
      String line = lines.text();
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        if (value.length() < MAX_VALUE_CHARS && wanted.contains(name)) {
          value.append('\n').append(line.strip());
        }
        continue;
      }
      add(name, value, values);
      int colon = line.indexOf(':');
      // Old tools wrote licence texts without folding them: such lines belong to nothing.
      name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (wanted.contains(name)) {
        value.append(line.substring(colon + 1).strip());
      } else {
        name = "";
      }
    }
    add(name, value, values);
    return new CoreMetadata(values);
  }

  private static void add(String name, StringBuilder value, Map<String, List<String>> values) {
    if (!name.isEmpty() && !value.isEmpty()) {
      List<String> known = values.computeIfAbsent(name, _ -> new ArrayList<>());
      if (known.size() < MAX_VALUES) {
        known.add(value.length() > MAX_VALUE_CHARS ? "" : value.toString());
      }
    }
    value.setLength(0);
  }

  /// The first value of a header, by lower-case name; empty where it is absent.
  public String first(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  /// All values of a header.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
