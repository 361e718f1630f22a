package dev.assay.version;

/// Lists of numbers without meaning but their order; texts with anything else in them come last.
final class NumberLists {
  private NumberLists() {}

  /// Whether numbers fill the text, apart at one of the marks each.
  static boolean areNumbers(String text, String marks, boolean refuseLeadingZeros) {
    int i = 0;
    while (true) {
      int end = Digits.end(text, i);
      if (end == i || (refuseLeadingZeros && end - i > 1 && text.charAt(i) == '0')) {
        return false;
      }
      if (end == text.length()) {
        return true;
      }
      if (marks.indexOf(text.charAt(end)) < 0) {
        return false;
      }
      i = end + 1;
    }
  }

  /// Number by number, fewer before more; at the first thing that is none, by the text.
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (isNumber(a, i) && isNumber(b, j)) {
      int aEnd = Digits.end(a, i);
      int bEnd = Digits.end(b, j);
      int byNumber = Digits.compare(a, i, aEnd, b, j, bEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      i = afterMark(a, aEnd);
      j = afterMark(b, bEnd);
    }
    boolean aLeft = isNumber(a, i);
    boolean bLeft = isNumber(b, j);
    if (aLeft || bLeft) {
      // A number comes after the end and before what is none.
      return aLeft ? (j >= b.length() ? 1 : -1) : (i >= a.length() ? -1 : 1);
    }
    return Texts.compare(
        a, Math.min(i, a.length()), a.length(), b, Math.min(j, b.length()), b.length());
  }

  private static boolean isNumber(String text, int i) {
    return i < text.length() && Digits.is(text.charAt(i));
  }

  /// After a dot or hyphen with a number behind it.
  private static int afterMark(String text, int i) {
    boolean mark = i < text.length() && (text.charAt(i) == '.' || text.charAt(i) == '-');
    return mark && isNumber(text, i + 1) ? i + 1 : i;
  }
}
