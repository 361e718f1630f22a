package dev.assay.version;

/// Semantic versions, `major.minor.patch[-pre.release][+build]`.
///
/// Numbers compare as numbers. Without a pre-release a version comes after all its pre-releases,
/// whose parts compare one by one: numbers before words, fewer before more. The build does not
/// count. Texts that are no versions are read as far as they go: missing numbers are zero, a `v` in
/// front is skipped, and whatever follows the numbers is taken for the pre-release.
///
/// Source: <https://semver.org/spec/v2.0.0.html>
public final class SemVer implements VersionScheme {
  @Override
  public String name() {
    return "semver";
  }

  @Override
  public boolean isValid(String version) {
    return isStrict(version, 0, version.length());
  }

  @Override
  public int compare(String a, String b) {
    return order(a, b);
  }

  /// The one order of all schemes that follow SemVer.
  static int order(String a, String b) {
    int i = coreStart(a);
    int j = coreStart(b);
    int aCore = coreEnd(a, i);
    int bCore = coreEnd(b, j);
    int byCore = compareNumbers(a, i, aCore, b, j, bCore);
    if (byCore != 0) {
      return byCore;
    }
    int aEnd = buildStart(a, aCore);
    int bEnd = buildStart(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore == aEnd, bCore == bEnd);
    }
    return compareIdentifiers(a, afterHyphen(a, aCore), aEnd, b, afterHyphen(b, bCore), bEnd);
  }

  /// None comes first, builds compare as pre-releases do; of schemes where they count.
  static int compareBuilds(String a, String b) {
    int i = buildStart(a, coreEnd(a, coreStart(a)));
    int j = buildStart(b, coreEnd(b, coreStart(b)));
    int aEnd = Texts.end(a, i);
    int bEnd = Texts.end(b, j);
    if (i == aEnd || j == bEnd) {
      return Boolean.compare(i < aEnd, j < bEnd);
    }
    return compareIdentifiers(a, i + 1, aEnd, b, j + 1, bEnd);
  }

  /// After white space, `v`, `V` and `=`.
  static int coreStart(String text) {
    int i = 0;
    while (i < text.length() && " \t\n\r\fvV=".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  static int coreEnd(String text, int from) {
    int i = Digits.end(text, from);
    while (i > from && i + 1 < text.length() && text.charAt(i) == '.') {
      int end = Digits.end(text, i + 1);
      if (end == i + 1) {
        return i;
      }
      i = end;
    }
    return i;
  }

  static int buildStart(String text, int from) {
    int plus = text.indexOf('+', from);
    return plus < 0 ? Texts.end(text, from) : plus;
  }

  static int afterHyphen(String text, int i) {
    return text.charAt(i) == '-' ? i + 1 : i;
  }

  /// Compares dotted numbers of any count; missing ones are zero.
  static int compareNumbers(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (i < aTo || j < bTo) {
      int aEnd = Digits.end(a, Math.min(i, aTo), aTo);
      int bEnd = Digits.end(b, Math.min(j, bTo), bTo);
      int byNumber = Digits.compare(a, Math.min(i, aTo), aEnd, b, Math.min(j, bTo), bEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      i = aEnd + 1;
      j = bEnd + 1;
    }
    return 0;
  }

  static int compareIdentifiers(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (true) {
      int aEnd = partEnd(a, i, aTo);
      int bEnd = partEnd(b, j, bTo);
      int byPart = comparePart(a, i, aEnd, b, j, bEnd);
      if (byPart != 0) {
        return byPart;
      }
      if (aEnd >= aTo || bEnd >= bTo) {
        return Boolean.compare(aEnd < aTo, bEnd < bTo);
      }
      i = aEnd + 1;
      j = bEnd + 1;
    }
  }

  static int partEnd(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != '.') {
      i++;
    }
    return i;
  }

  /// Numbers before words; an empty part, which not every scheme takes, before both.
  static int comparePart(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    if (aFrom == aTo || bFrom == bTo) {
      return Boolean.compare(aFrom < aTo, bFrom < bTo);
    }
    boolean aNumber = Digits.end(a, aFrom, aTo) == aTo;
    boolean bNumber = Digits.end(b, bFrom, bTo) == bTo;
    if (aNumber != bNumber) {
      return aNumber ? -1 : 1;
    }
    return aNumber
        ? Digits.compare(a, aFrom, aTo, b, bFrom, bTo)
        : Texts.compare(a, aFrom, aTo, b, bFrom, bTo);
  }

  /// Whether `text[from, to)` is a version to the letter of the specification.
  static boolean isStrict(String text, int from, int to) {
    int i = from;
    for (int n = 0; n < 3; n++) {
      int end = Digits.end(text, i, to);
      boolean leadingZero = end - i > 1 && text.charAt(i) == '0';
      if (end == i || leadingZero || (n < 2 && (end >= to || text.charAt(end) != '.'))) {
        return false;
      }
      i = n < 2 ? end + 1 : end;
    }
    if (i < to && text.charAt(i) == '-') {
      int end = text.indexOf('+', i);
      end = end < 0 || end > to ? to : end;
      if (!areParts(text, i + 1, end, true)) {
        return false;
      }
      i = end;
    }
    return i == to || (text.charAt(i) == '+' && areParts(text, i + 1, to, false));
  }

  /// Whether dotted, non-empty identifiers fill `text[from, to)`.
  static boolean areParts(String text, int from, int to, boolean refuseLeadingZeros) {
    int i = from;
    while (true) {
      int end = partEnd(text, i, to);
      boolean number = Digits.end(text, i, end) == end;
      if (end == i || (refuseLeadingZeros && number && end - i > 1 && text.charAt(i) == '0')) {
        return false;
      }
      for (int k = i; k < end; k++) {
        char c = text.charAt(k);
        if (!Digits.is(c) && !Texts.isLetter(c) && c != '-') {
          return false;
        }
      }
      if (end == to) {
        return true;
      }
      i = end + 1;
    }
  }
}
