package dev.assay.version;

/// Versions of what Bitnami packages: semantic versions where what follows the hyphen is not a
/// pre-release but Bitnami's revision, which comes after none: `1.2.3` < `1.2.3-1` < `1.2.3-10`.
///
/// The revision `-0` is none: advisories taken over from Go end in it to mean the version itself.
///
/// Source: <https://github.com/bitnami/go-version#readme>
public final class Bitnami implements VersionScheme {
  @Override
  public String name() {
    return "bitnami";
  }

  @Override
  public boolean isValid(String version) {
    return SemVer.isStrict(version, 0, version.length());
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
    int aEnd = revisionEnd(a, aCore);
    int bEnd = revisionEnd(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore < aEnd, bCore < bEnd);
    }
    return SemVer.compareIdentifiers(
        a, SemVer.afterHyphen(a, aCore), aEnd, b, SemVer.afterHyphen(b, bCore), bEnd);
  }

  /// Where the revision ends; where it starts if it is zero.
  private static int revisionEnd(String text, int from) {
    int end = SemVer.buildStart(text, from);
    boolean isZero =
        end > from + 1 && text.charAt(from) == '-' && Digits.isZero(text, from + 1, end);
    return isZero ? from : end;
  }
}
