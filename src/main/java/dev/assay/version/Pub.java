package dev.assay.version;

/// Versions of Dart packages: semantic versions whose builds count. A build comes after none and
/// builds compare as pre-releases do: `1.0.0` < `1.0.0+1` < `1.0.0+2`.
///
/// Source: <https://pub.dev/documentation/pub_semver/latest/pub_semver/Version-class.html>
public final class Pub implements VersionScheme {
  /// Dart's largest integer.
  private static final String MAX_NUMBER = "9223372036854775807";

  @Override
  public String name() {
    return "pub";
  }

  @Override
  public boolean isValid(String version) {
    int i = 0;
    for (int n = 0; n < 3; n++) {
      int end = Digits.end(version, i);
      if (end == i
          || Digits.compare(version, i, end, MAX_NUMBER, 0, MAX_NUMBER.length()) > 0
          || (n < 2 && (end >= version.length() || version.charAt(end) != '.'))) {
        return false;
      }
      i = n < 2 ? end + 1 : end;
    }
    int plus = version.indexOf('+', i);
    int end = plus < 0 ? version.length() : plus;
    boolean preReleases =
        i == end || (version.charAt(i) == '-' && SemVer.areParts(version, i + 1, end, false));
    return preReleases && (plus < 0 || SemVer.areParts(version, plus + 1, version.length(), false));
  }

  @Override
  public int compare(String a, String b) {
    int byVersion = SemVer.order(a, b);
    return byVersion != 0 ? byVersion : SemVer.compareBuilds(a, b);
  }
}
