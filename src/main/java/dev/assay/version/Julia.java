package dev.assay.version;

/// Versions of Julia and of its packages: one to three numbers, `[-pre.release][+build]`, a
/// pre-release also without its hyphen (`1.0rc1`).
///
/// Missing numbers are zero. Builds count: they come after none and compare as pre-releases do, as
/// packages of compiled libraries need it (`1.2.3+0` < `1.2.3+1`). `1.0-` is the first of all
/// pre-releases of `1.0`.
///
/// Source: <https://docs.julialang.org/en/v1/base/base/#Base.VersionNumber>
public final class Julia implements VersionScheme {
  /// Julia keeps each number in an unsigned 32-bit integer.
  private static final String MAX_NUMBER = "4294967295";

  @Override
  public String name() {
    return "julia";
  }

  @Override
  public boolean isValid(String version) {
    int i = version.startsWith("v") || version.startsWith("V") ? 1 : 0;
    for (int numbers = 1; ; numbers++) {
      int end = Digits.end(version, i);
      if (end == i || Digits.compare(version, i, end, MAX_NUMBER, 0, MAX_NUMBER.length()) > 0) {
        return false;
      }
      i = end;
      if (numbers == 3 || i >= version.length() || version.charAt(i) != '.') {
        break;
      }
      i++;
    }
    int plus = version.indexOf('+', i);
    if (plus < 0) {
      return isPreRelease(version, i, version.length(), true);
    }
    boolean emptyBuild = plus == version.length() - 1;
    return isPreRelease(version, i, plus, false)
        && (emptyBuild || SemVer.areParts(version, plus + 1, version.length(), false));
  }

  private static boolean isPreRelease(String text, int from, int to, boolean mayBeEmpty) {
    if (from == to) {
      return true;
    }
    if (text.charAt(from) == '-') {
      return (mayBeEmpty && from + 1 == to) || SemVer.areParts(text, from + 1, to, false);
    }
    return Texts.isLetter(text.charAt(from)) && SemVer.areParts(text, from, to, false);
  }

  @Override
  public int compare(String a, String b) {
    int byVersion = SemVer.order(a, b);
    return byVersion != 0 ? byVersion : SemVer.compareBuilds(a, b);
  }
}
