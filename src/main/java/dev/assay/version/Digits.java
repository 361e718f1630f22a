package dev.assay.version;

/// Runs of ASCII digits, compared as numbers of any length without being parsed.
final class Digits {
  private Digits() {}

  static boolean is(char c) {
    return c >= '0' && c <= '9';
  }

  /// Where the run that starts at `from` ends; `from` where there is none.
  static int end(String text, int from) {
    return end(text, from, text.length());
  }

  /// The same, not beyond `limit`.
  static int end(String text, int from, int limit) {
    int i = from;
    while (i < limit && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Compares `a[aFrom, aTo)` with `b[bFrom, bTo)`, both digits alone; no digits are zero.
  static int compare(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = skipZeros(a, aFrom, aTo);
    int j = skipZeros(b, bFrom, bTo);
    if (aTo - i != bTo - j) {
      return Integer.compare(aTo - i, bTo - j);
    }
    for (; i < aTo; i++, j++) {
      if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      }
    }
    return 0;
  }

  /// Whether the digits `text[from, to)` are zero; no digits are.
  static boolean isZero(String text, int from, int to) {
    return skipZeros(text, from, to) == to;
  }

  private static int skipZeros(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) == '0') {
      i++;
    }
    return i;
  }
}
