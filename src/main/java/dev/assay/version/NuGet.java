package dev.assay.version;

/// Versions of NuGet packages: one to four numbers, `[-pre.release][+metadata]`.
///
/// Missing numbers are zero. Pre-releases compare as those of semantic versions, but letters of
/// either case are equal. The metadata does not count.
///
/// Source: <https://learn.microsoft.com/nuget/concepts/package-versioning>
public final class NuGet implements VersionScheme {
  /// .NET keeps each number in a signed 32-bit integer.
  private static final String MAX_NUMBER = "2147483647";

  @Override
  public String name() {
    return "nuget";
  }

  @Override
  public boolean isValid(String version) {
    int i = Texts.start(version);
    int to = Texts.end(version, i);
    for (int numbers = 1; ; numbers++) {
      int end = Digits.end(version, i, to);
      if (end == i || Digits.compare(version, i, end, MAX_NUMBER, 0, MAX_NUMBER.length()) > 0) {
        return false;
      }
      i = end;
      if (numbers == 4 || i >= to || version.charAt(i) != '.') {
        break;
      }
      i++;
    }
    int plus = version.indexOf('+', i);
    int end = plus < 0 ? to : plus;
    boolean preReleases =
        i == end || (version.charAt(i) == '-' && SemVer.areParts(version, i + 1, end, false));
    return preReleases && (plus < 0 || SemVer.areParts(version, plus + 1, to, false));
  }

  @Override
  public int compare(String a, String b) {
    int i = SemVer.coreStart(a);
    int j = SemVer.coreStart(b);
    int aCore = SemVer.coreEnd(a, i);
    int bCore = SemVer.coreEnd(b, j);
    int byCore = SemVer.compareNumbers(a, i, aCore, b, j, bCore);
    if (byCore != 0) {
      return byCore;
    }
    int aEnd = SemVer.buildStart(a, aCore);
    int bEnd = SemVer.buildStart(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore == aEnd, bCore == bEnd);
    }
    return comparePreReleases(
        a, SemVer.afterHyphen(a, aCore), aEnd, b, SemVer.afterHyphen(b, bCore), bEnd);
  }

  private static int comparePreReleases(
      String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (true) {
      int aEnd = SemVer.partEnd(a, i, aTo);
      int bEnd = SemVer.partEnd(b, j, bTo);
      boolean words = !isNumber(a, i, aEnd) && !isNumber(b, j, bEnd);
      int byPart =
          words
              ? Texts.compareIgnoringCase(a, i, aEnd, b, j, bEnd)
              : SemVer.comparePart(a, i, aEnd, b, j, bEnd);
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

  private static boolean isNumber(String text, int from, int to) {
    return to > from && Digits.end(text, from, to) == to;
  }
}
