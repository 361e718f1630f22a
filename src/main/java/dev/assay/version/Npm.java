package dev.assay.version;

/// Versions of npm packages: semantic versions as npm reads them with its loose rules, which allow
/// a leading `v` or `=`, leading zeros, and a pre-release without its hyphen (`1.2.3beta`). Of four
/// numbers npm makes a version by taking the third apart (`1.2.33.4` is its `1.2.3-3.4`); here that
/// is none, and four numbers compare as numbers.
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
    for (int n = 0; n < 3; n++) {
      int end = Digits.end(version, i, to);
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
    int start = version.charAt(from) == '-' ? from + 1 : from;
    return SemVer.areParts(version, start, to, false);
  }

  @Override
  public int compare(String a, String b) {
    return SemVer.order(a, b);
  }
}
