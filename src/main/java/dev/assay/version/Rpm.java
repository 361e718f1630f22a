package dev.assay.version;

/// Versions of rpm packages: `[epoch:]version[-release]`, the release after the last hyphen.
///
/// Epochs compare as numbers, none being 0; then versions, then releases, no release being less
/// than any. Both are read as parts: `~`, `^`, letters, digits; anything else only separates parts.
/// Where two differ in kind, `~` < the end < `^` < letters < digits: `1.0~rc1` < `1.0` < `1.0^git1`
/// < `1.0a` < `1.0.1`. Digits compare as numbers, letters by ASCII.
///
/// Source: <https://rpm-software-management.github.io/rpm/man/rpm-version.7>
public final class Rpm implements VersionScheme {
  private static final int TILDE = 0;
  private static final int END = 1;
  private static final int CARET = 2;
  private static final int LETTERS = 3;
  private static final int DIGITS = 4;

  @Override
  public String name() {
    return "rpm";
  }

  @Override
  public boolean isValid(String version) {
    for (int i = 0; i < version.length(); i++) {
      if (version.charAt(i) <= ' ' || version.charAt(i) == 0x7f) {
        return false;
      }
    }
    return !version.isEmpty();
  }

  @Override
  public int compare(String a, String b) {
    int aVersion = versionStart(a);
    int bVersion = versionStart(b);
    int byEpoch = Digits.compare(a, 0, Math.max(0, aVersion - 1), b, 0, Math.max(0, bVersion - 1));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int aRelease = releaseStart(a, aVersion);
    int bRelease = releaseStart(b, bVersion);
    int byVersion =
        compareParts(a, aVersion, versionEnd(a, aRelease), b, bVersion, versionEnd(b, bRelease));
    if (byVersion != 0) {
      return byVersion;
    }
    return aRelease < 0 || bRelease < 0
        ? Boolean.compare(aRelease >= 0, bRelease >= 0)
        : compareParts(a, aRelease, a.length(), b, bRelease, b.length());
  }

  /// After the colon where nothing but digits is before it, else 0.
  private static int versionStart(String text) {
    int digits = Digits.end(text, 0);
    return digits < text.length() && text.charAt(digits) == ':' ? digits + 1 : 0;
  }

  /// After the last hyphen, or -1.
  private static int releaseStart(String text, int version) {
    int hyphen = text.lastIndexOf('-');
    return hyphen < version ? -1 : hyphen + 1;
  }

  private static int versionEnd(String text, int release) {
    return release < 0 ? text.length() : release - 1;
  }

  private static int compareParts(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = start(a, aFrom, aTo);
    int j = start(b, bFrom, bTo);
    int kind = kind(a, i, aTo);
    int other = kind(b, j, bTo);
    while (kind == other && kind != END) {
      int aEnd = end(a, i, aTo, kind);
      int bEnd = end(b, j, bTo, kind);
      int byPart =
          kind == DIGITS
              ? Digits.compare(a, i, aEnd, b, j, bEnd)
              : Texts.compare(a, i, aEnd, b, j, bEnd);
      if (byPart != 0) {
        return byPart;
      }
      i = start(a, aEnd, aTo);
      j = start(b, bEnd, bTo);
      kind = kind(a, i, aTo);
      other = kind(b, j, bTo);
    }
    return Integer.compare(kind, other);
  }

  /// Where the next part starts.
  private static int start(String text, int from, int to) {
    int i = from;
    while (i < to && !isPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isPart(char c) {
    return Digits.is(c) || Texts.isLetter(c) || c == '~' || c == '^';
  }

  private static int kind(String text, int i, int to) {
    if (i >= to) {
      return END;
    }
    char c = text.charAt(i);
    if (c == '~') {
      return TILDE;
    }
    if (c == '^') {
      return CARET;
    }
    return Digits.is(c) ? DIGITS : LETTERS;
  }

  private static int end(String text, int from, int to, int kind) {
    if (kind == DIGITS) {
      return Digits.end(text, from, to);
    }
    int i = from + 1;
    while (kind == LETTERS && i < to && Texts.isLetter(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
