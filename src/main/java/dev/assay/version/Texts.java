package dev.assay.version;

/// Stretches of texts, compared in place.
final class Texts {
  private Texts() {}

  /// Compares `a[aFrom, aTo)` with `b[bFrom, bTo)` by UTF-16 units; a prefix is less.
  static int compare(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    for (; i < aTo && j < bTo; i++, j++) {
      if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      }
    }
    return Integer.compare(aTo - i, bTo - j);
  }

  /// The same, with ASCII letters of either case equal.
  static int compareIgnoringCase(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    for (; i < aTo && j < bTo; i++, j++) {
      int byChar = Character.compare(lower(a.charAt(i)), lower(b.charAt(j)));
      if (byChar != 0) {
        return byChar;
      }
    }
    return Integer.compare(aTo - i, bTo - j);
  }

  /// Whether `word`, in lower case, stands at `from` in any case and within `limit`.
  static boolean hasWord(String text, int from, int limit, String word) {
    if (limit - from < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lower(text.charAt(from + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// Where the text starts after white space.
  static int start(String text) {
    int i = 0;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Where the text ends before white space; not before `from`.
  static int end(String text, int from) {
    int i = text.length();
    while (i > from && isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
