package dev.assay.format.tar;

import dev.assay.failure.InputFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The records of a PAX header: `LENGTH KEY=VALUE\n`, the length in decimal and of the whole
/// record.
final class PaxRecords {
  private static final String OFFSET = "GNU.sparse.offset";
  private static final String BYTES = "GNU.sparse.numbytes";

  /// What ends at a zero elsewhere: none may be in it.
  private static final Set<String> TEXTS = Set.of("path", "linkpath", "uname", "gname");

  private PaxRecords() {}

  /// Keys and values that tell of names, sizes and holes, in order; of a key that stands twice, the
  /// last value. The pairs of a sparse map 0.0, which repeat their keys, are joined as
  /// `GNU.sparse.map` has them.
  static Map<String, String> parse(byte[] content, long start) {
    Map<String, String> records = new LinkedHashMap<>();
    var map = new StringBuilder();
    int numbers = 0;
    int at = 0;
    while (at < content.length && content[at] != 0) {
      int space = find(content, ' ', at, Math.min(content.length, at + 20), start);
      long length = number(TarText.decode(content, at, space - at), start);
      long end = at + length;
      if (length < space - at + 4 || end > content.length || content[(int) end - 1] != '\n') {
        throw malformed(start);
      }
      int equals = find(content, '=', space + 1, (int) end, start);
      String key = TarText.decode(content, space + 1, equals - space - 1);
      boolean isNeeded = isNeeded(key);
      String value = isNeeded ? TarText.decode(content, equals + 1, (int) end - equals - 2) : "";
      if (key.isEmpty() || (TEXTS.contains(key) ? value : key).indexOf(0) >= 0) {
        throw malformed(start);
      }
      if (key.equals(OFFSET) || key.equals(BYTES)) {
        if (key.equals(OFFSET) != (numbers++ % 2 == 0) || value.contains(",")) {
          throw malformed(start);
        }
        map.append(map.isEmpty() ? "" : ",").append(value);
      } else if (isNeeded) {
        records.put(key, value);
      }
      at = (int) end;
    }
    if (!map.isEmpty()) {
      records.put("GNU.sparse.map", map.toString());
    }
    return records;
  }

  /// Builders write times and attributes of every entry there, which nobody asks for.
  private static boolean isNeeded(String key) {
    return TEXTS.contains(key) || key.equals("size") || key.startsWith("GNU.sparse.");
  }

  private static int find(byte[] content, char wanted, int from, int to, long start) {
    for (int i = from; i < to; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    throw malformed(start);
  }

  /// A decimal number that is not negative.
  static long number(String text, long start) {
    long number = 0;
    boolean isOne = !text.isEmpty() && text.length() <= 18;
    for (int i = 0; isOne && i < text.length(); i++) {
      isOne = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      number = 10 * number + text.charAt(i) - '0';
    }
    if (!isOne) {
      throw TarReader.damaged(start, "an extended header with a number that is none");
    }
    return number;
  }

  private static InputFailure malformed(long start) {
    return TarReader.damaged(start, "an extended header with a malformed record");
  }
}
