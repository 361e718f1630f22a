package dev.assay.version;

/// Versions of Go modules, `vX.Y.Z[-pre][+build]`, with pseudo-versions and `+incompatible` among
/// them, and of Go itself: `go1.21.3`, `1.22rc1`, `go1.20.4-vendor`.
///
/// The order is that of semantic versions; the `v` may be missing, as in advisories, and so may
/// minor and patch numbers. A release candidate of Go is a pre-release: `go1.22rc1` is
/// `v1.22.0-rc.1`, as in Go's own advisories. What a vendor adds to Go's version does not count.
/// `(devel)` is no version.
///
/// Source: <https://go.dev/ref/mod#versions>, <https://pkg.go.dev/go/version>
public final class Golang implements VersionScheme {
  private static final String GO = "go";

  @Override
  public String name() {
    return "go";
  }

  @Override
  public boolean isValid(String version) {
    boolean isGo = version.startsWith(GO);
    int i = isGo ? GO.length() : version.startsWith("v") ? 1 : 0;
    int numbers = 0;
    while (numbers < 3) {
      int end = Digits.end(version, i);
      if (end == i || (end - i > 1 && version.charAt(i) == '0')) {
        return false;
      }
      numbers++;
      i = end;
      if (numbers == 3 || i >= version.length() || version.charAt(i) != '.') {
        break;
      }
      i++;
    }
    if (i == version.length() || (isGo && isVendorMark(version.charAt(i)))) {
      return true;
    }
    if (numbers < 3 || isGo) {
      return isCandidate(version, i, isGo);
    }
    return SemVer.isStrict(version, version.startsWith("v") ? 1 : 0, version.length());
  }

  /// `rc1`, `beta2`; in Go's own versions something may follow.
  private static boolean isCandidate(String text, int from, boolean isGo) {
    int letters = text.startsWith("rc", from) ? 2 : text.startsWith("beta", from) ? 4 : 0;
    int digits = from + letters;
    int end = Digits.end(text, digits);
    return letters > 0
        && end > digits
        && (end == text.length() || (isGo && isVendorMark(text.charAt(end))));
  }

  /// `go1.20.4-vendor`, `go1.24.0 X:boringcrypto`, `go1.19.2b4+patched`.
  private static boolean isVendorMark(char c) {
    return c == '-' || c == '+' || c == ' ';
  }

  @Override
  public int compare(String a, String b) {
    int i = coreStart(a);
    int j = coreStart(b);
    int aCore = SemVer.coreEnd(a, i);
    int bCore = SemVer.coreEnd(b, j);
    int byCore = SemVer.compareNumbers(a, i, aCore, b, j, bCore);
    if (byCore != 0) {
      return byCore;
    }
    int aEnd = end(a, aCore);
    int bEnd = end(b, bCore);
    if (aCore == aEnd || bCore == bEnd) {
      return Boolean.compare(aCore == aEnd, bCore == bEnd);
    }
    return comparePreReleases(a, aCore, aEnd, b, bCore, bEnd);
  }

  private static int coreStart(String text) {
    return text.startsWith(GO) ? GO.length() : SemVer.coreStart(text);
  }

  /// Where the pre-release ends.
  private static int end(String text, int core) {
    if (!text.startsWith(GO)) {
      return SemVer.buildStart(text, core);
    }
    int i = core;
    while (i < text.length() && !isVendorMark(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int comparePreReleases(
      String a, int aCore, int aTo, String b, int bCore, int bTo) {
    boolean aSplit = a.charAt(aCore) != '-';
    boolean bSplit = b.charAt(bCore) != '-';
    int i = aSplit ? aCore : aCore + 1;
    int j = bSplit ? bCore : bCore + 1;
    while (true) {
      int aEnd = partEnd(a, i, aTo, aSplit);
      int bEnd = partEnd(b, j, bTo, bSplit);
      int byPart = SemVer.comparePart(a, i, aEnd, b, j, bEnd);
      if (byPart != 0) {
        return byPart;
      }
      if (aEnd >= aTo || bEnd >= bTo) {
        return Boolean.compare(aEnd < aTo, bEnd < bTo);
      }
      i = a.charAt(aEnd) == '.' ? aEnd + 1 : aEnd;
      j = b.charAt(bEnd) == '.' ? bEnd + 1 : bEnd;
    }
  }

  /// In `rc1` the word ends before the number.
  private static int partEnd(String text, int from, int to, boolean split) {
    int end = SemVer.partEnd(text, from, to);
    if (!split || from >= end || Digits.is(text.charAt(from))) {
      return end;
    }
    int i = from;
    while (i < end && !Digits.is(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
