package dev.assay.version;

/// Versions of Conan packages, which need not be semantic: items apart at dots, then `-` and a
/// pre-release, then `+` and a build.
///
/// Items that are numbers compare as such, and zeros at the end do not count (`1.0` is `1`). A
/// pre-release comes before the version itself, a build after it. A word that starts with a number
/// comes right after that number (`1.1.1` < `1.1.1k` < `1.1.2`), any other after all numbers. Where
/// Conan compares an item with a number by the text of both it has no order (`2a` > `10`, `2` <
/// `2a`); here the number in front always counts.
///
/// Source: <https://docs.conan.io/2/reference/conanfile/methods/compatibility.html>,
/// `conan.tools.scm.Version`
public final class Conan implements VersionScheme {
  private static final int MAX_LENGTH = 101;

  @Override
  public String name() {
    return "conan";
  }

  /// What a recipe's reference may have for a version.
  @Override
  public boolean isValid(String version) {
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      boolean start = Digits.is(c) || c == '_' || (c >= 'a' && c <= 'z');
      if (!start && (i == 0 || (c != '.' && c != '-' && c != '+'))) {
        return false;
      }
    }
    return !version.isEmpty() && version.length() <= MAX_LENGTH;
  }

  @Override
  public int compare(String a, String b) {
    int aBuild = buildStart(a);
    int bBuild = buildStart(b);
    int aPre = hyphen(a, aBuild);
    int bPre = hyphen(b, bBuild);
    int byItems = compareItems(a, 0, aPre, b, 0, bPre);
    if (byItems != 0) {
      return byItems;
    }
    boolean aHasPre = aPre < aBuild;
    boolean bHasPre = bPre < bBuild;
    if (aHasPre != bHasPre) {
      return aHasPre ? -1 : 1;
    }
    int byPre = aHasPre ? compareItems(a, aPre + 1, aBuild, b, bPre + 1, bBuild) : 0;
    if (byPre != 0) {
      return byPre;
    }
    boolean aHasBuild = aBuild < a.length();
    boolean bHasBuild = bBuild < b.length();
    if (!aHasBuild || !bHasBuild) {
      return Boolean.compare(aHasBuild, bHasBuild);
    }
    return compareItems(a, aBuild + 1, a.length(), b, bBuild + 1, b.length());
  }

  /// The last plus, or the end.
  private static int buildStart(String text) {
    int plus = text.lastIndexOf('+');
    return plus < 0 ? text.length() : plus;
  }

  private static int hyphen(String text, int to) {
    int hyphen = text.indexOf('-');
    return hyphen < 0 || hyphen > to ? to : hyphen;
  }

  private static int compareItems(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int aEnd = withoutZeros(a, aFrom, aTo);
    int bEnd = withoutZeros(b, bFrom, bTo);
    int i = aFrom;
    int j = bFrom;
    while (i <= aEnd && j <= bEnd) {
      int aItem = SemVer.partEnd(a, i, aEnd);
      int bItem = SemVer.partEnd(b, j, bEnd);
      int byItem = compareItem(a, i, aItem, b, j, bItem);
      if (byItem != 0) {
        return byItem;
      }
      i = aItem + 1;
      j = bItem + 1;
    }
    return Boolean.compare(i <= aEnd, j <= bEnd);
  }

  /// Where the items end that are left without zeros at the end; before `from` where none is.
  private static int withoutZeros(String text, int from, int to) {
    int end = to;
    while (end >= from) {
      int i = end;
      while (i > from && Digits.is(text.charAt(i - 1))) {
        i--;
      }
      boolean isItem = i < end && (i == from || text.charAt(i - 1) == '.');
      if (!isItem || !Digits.isZero(text, i, end)) {
        return end;
      }
      end = i - 1;
    }
    return end;
  }

  private static int compareItem(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int aDigits = Digits.end(a, aFrom, aTo);
    int bDigits = Digits.end(b, bFrom, bTo);
    boolean aNumber = aDigits > aFrom;
    boolean bNumber = bDigits > bFrom;
    if (aFrom == aTo || bFrom == bTo) {
      return Boolean.compare(aFrom < aTo, bFrom < bTo);
    }
    if (aNumber != bNumber) {
      return aNumber ? -1 : 1;
    }
    int byNumber = aNumber ? Digits.compare(a, aFrom, aDigits, b, bFrom, bDigits) : 0;
    return byNumber != 0 ? byNumber : Texts.compare(a, aDigits, aTo, b, bDigits, bTo);
  }
}
