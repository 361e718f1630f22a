package dev.assay.version;

/// Versions of npm packages: semantic versions as npm reads them with its loose rules, which allow
/// a leading `v` or `=`, leading zeros, and a pre-release without its hyphen (`1.2.3beta`). So npm
/// makes sense of four numbers by taking the third apart: `1.2.33.4` is its `1.2.3-3.4`; `1.2.3.4`,
/// where there is nothing to take apart, is no version.
///
/// Source: <https://github.com/npm/node-semver#readme>
public final class Npm implements VersionScheme {
  /// npm takes nothing longer for a version.
  private static final int MAX_LENGTH = 256;

  /// JavaScript's largest safe integer.
  private static final String MAX_NUMBER = "9007199254740991";

  @Override
  public String name() {
    return "npm";
  }

  @Override
  public boolean isValid(String version) {
    if (version.length() > MAX_LENGTH) {
      return false;
    }
    int i = SemVer.coreStart(version);
    int to = Texts.end(version, i);
    int core = coreEnd(version, i);
    for (int n = 0; n < 3; n++) {
      int end = Digits.end(version, i, Math.min(core, to));
      if (end == i
          || Digits.compare(version, i, end, MAX_NUMBER, 0, MAX_NUMBER.length()) > 0
          || (n < 2 && (end >= to || version.charAt(end) != '.'))) {
        return false;
      }
      i = n < 2 ? end + 1 : end;
    }
    int plus = version.indexOf('+', i);
    int end = plus < 0 ? to : plus;
    return (i == end || isPreRelease(version, i, end))
        && (plus < 0 || SemVer.areParts(version, plus + 1, to, false));
  }

  private static boolean isPreRelease(String version, int from, int to) {
    return SemVer.areParts(version, preStart(version, from, to), to, false);
  }

  /// After the hyphen, but a hyphen with nothing behind is the pre-release itself: `1.2.3-`.
  private static int preStart(String text, int from, int to) {
    boolean hyphen = text.charAt(from) == '-' && from + 1 < to && text.charAt(from + 1) != '.';
    return hyphen ? from + 1 : from;
  }

  @Override
  public int compare(String a, String b) {
    int i = SemVer.coreStart(a);
    int j = SemVer.coreStart(b);
    int aCore = coreEnd(a, i);
    int bCore = coreEnd(b, j);
    int byCore = SemVer.compareNumbers(a, i, aCore, b, j, bCore);
    if (byCore != 0) {
      return byCore;
    }
    int aEnd = SemVer.buildStart(a, aCore);
    int bEnd = SemVer.buildStart(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore == aEnd, bCore == bEnd);
    }
    return SemVer.compareIdentifiers(
        a, preStart(a, aCore, aEnd), aEnd, b, preStart(b, bCore, bEnd), bEnd);
  }

  /// Where the numbers end; within the third where another follows that has digits to spare.
  private static int coreEnd(String text, int from) {
    int end = from;
    for (int n = 0; n < 3; n++) {
      int start = n == 0 ? from : end + 1;
      int digits = Digits.end(text, Math.min(start, text.length()));
      boolean dot = digits < text.length() && text.charAt(digits) == '.';
      if (digits <= start || !dot) {
        return SemVer.coreEnd(text, from);
      }
      if (n == 2) {
        return digits - start > 1 ? digits - 1 : SemVer.coreEnd(text, from);
      }
      end = digits;
    }
    return end;
  }
}
