package dev.assay.version;

/// Versions of Python packages: `[epoch!]release[pre][.postN][.devN][+local]`, in any of the
/// spellings that PEP 440 takes for the same version (`1.0-Alpha.1` is `1.0a1`).
///
/// Two versions are read side by side in the order of their key: epoch, release without trailing
/// zeros, pre-release (a development release of no pre-release comes first, none comes last),
/// post-release (none first), development release (none last), local part (none first). What is
/// left of a text that is no version decides last.
///
/// Source: <https://packaging.python.org/en/latest/specifications/version-specifiers/>
public final class Pep440 implements VersionScheme {
  private static final int NO_POST = 0;
  private static final int POST = 1;
  private static final int DEV = 0;
  private static final int NO_DEV = 1;

  @Override
  public String name() {
    return "pep440";
  }

  @Override
  public boolean isValid(String version) {
    int start = start(version);
    int to = Texts.end(version, start);
    start = releaseStart(version, start, to);
    int i = releaseEnd(version, start, to);
    if (i == start) {
      return false;
    }
    i = end(pre(version, i, to));
    i = end(post(version, i, to));
    i = end(dev(version, i, to));
    return localEnd(version, i, to) == to;
  }

  @Override
  public int compare(String a, String b) {
    int aStart = start(a);
    int bStart = start(b);
    int aTo = Texts.end(a, aStart);
    int bTo = Texts.end(b, bStart);
    int i = releaseStart(a, aStart, aTo);
    int j = releaseStart(b, bStart, bTo);
    int byEpoch =
        Digits.compare(a, aStart, Math.max(aStart, i - 1), b, bStart, Math.max(bStart, j - 1));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int aRelease = releaseEnd(a, i, aTo);
    int bRelease = releaseEnd(b, j, bTo);
    int byRelease = compareReleases(a, i, aRelease, b, j, bRelease);
    return byRelease != 0 ? byRelease : compareSuffixes(a, aRelease, aTo, b, bRelease, bTo);
  }

  private static int compareSuffixes(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    long aTag = pre(a, aFrom, aTo);
    long bTag = pre(b, bFrom, bTo);
    int byTag = compareTags(a, aTag, b, bTag);
    if (byTag != 0) {
      return byTag;
    }
    aTag = post(a, end(aTag), aTo);
    bTag = post(b, end(bTag), bTo);
    byTag = compareTags(a, aTag, b, bTag);
    if (byTag != 0) {
      return byTag;
    }
    aTag = dev(a, end(aTag), aTo);
    bTag = dev(b, end(bTag), bTo);
    byTag = compareTags(a, aTag, b, bTag);
    if (byTag != 0) {
      return byTag;
    }
    int aLocal = localEnd(a, end(aTag), aTo);
    int bLocal = localEnd(b, end(bTag), bTo);
    int byLocal = compareLocals(a, end(aTag), aLocal, b, end(bTag), bLocal);
    return byLocal != 0 ? byLocal : Texts.compareIgnoringCase(a, aLocal, aTo, b, bLocal, bTo);
  }

  private static int start(String text) {
    int i = Texts.start(text);
    return i < text.length() && Texts.lower(text.charAt(i)) == 'v' ? i + 1 : i;
  }

  /// After `digits!`, or `from`.
  private static int releaseStart(String text, int from, int to) {
    int digits = Digits.end(text, from, to);
    return digits > from && digits < to && text.charAt(digits) == '!' ? digits + 1 : from;
  }

  private static int releaseEnd(String text, int from, int to) {
    int i = Digits.end(text, from, to);
    while (i > from && i + 1 < to && text.charAt(i) == '.' && Digits.is(text.charAt(i + 1))) {
      i = Digits.end(text, i + 1, to);
    }
    return i;
  }

  private static int compareReleases(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (i < aTo || j < bTo) {
      i = Math.min(i, aTo);
      j = Math.min(j, bTo);
      int aEnd = Digits.end(a, i, aTo);
      int bEnd = Digits.end(b, j, bTo);
      int byNumber = Digits.compare(a, i, aEnd, b, j, bEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      i = aEnd + 1;
      j = bEnd + 1;
    }
    return 0;
  }

  /// A part with a number, packed so that nothing is allocated: rank, then where its number starts
  /// and ends, 28 bits each.
  private static long tag(int rank, int numberFrom, int numberTo) {
    return ((long) rank << 56) | ((long) numberFrom << 28) | numberTo;
  }

  private static int end(long tag) {
    return (int) (tag & 0xfffffff);
  }

  private static int numberStart(long tag) {
    return (int) (tag >> 28 & 0xfffffff);
  }

  private static int compareTags(String a, long aTag, String b, long bTag) {
    int byRank = Long.compare(aTag >> 56, bTag >> 56);
    return byRank != 0
        ? byRank
        : Digits.compare(a, numberStart(aTag), end(aTag), b, numberStart(bTag), end(bTag));
  }

  private static long pre(String text, int from, int to) {
    int i = afterSeparator(text, from, to);
    int letters = preLetters(text, i, to);
    if (letters == 0) {
      boolean isDevelopmentAlone =
          post(text, from, to) >> 56 == NO_POST && dev(text, from, to) >> 56 == DEV;
      return tag(isDevelopmentAlone ? 0 : 4, from, from);
    }
    int rank =
        switch (Texts.lower(text.charAt(i))) {
          case 'a' -> 1;
          case 'b' -> 2;
          default -> 3;
        };
    return numbered(rank, text, i + letters, to);
  }

  /// How many characters at `i` say `a`, `b` or `rc` in one of their spellings.
  private static int preLetters(String text, int i, int to) {
    if (i >= to) {
      return 0;
    }
    return switch (Texts.lower(text.charAt(i))) {
      case 'a' -> Texts.hasWord(text, i, to, "alpha") ? 5 : 1;
      case 'b' -> Texts.hasWord(text, i, to, "beta") ? 4 : 1;
      case 'c' -> 1;
      case 'r' -> Texts.hasWord(text, i, to, "rc") ? 2 : 0;
      case 'p' -> {
        if (Texts.hasWord(text, i, to, "preview")) {
          yield 7;
        }
        yield Texts.hasWord(text, i, to, "pre") ? 3 : 0;
      }
      default -> 0;
    };
  }

  private static long post(String text, int from, int to) {
    if (from + 1 < to && text.charAt(from) == '-' && Digits.is(text.charAt(from + 1))) {
      return tag(POST, from + 1, Digits.end(text, from + 1, to));
    }
    int i = afterSeparator(text, from, to);
    int letters = 0;
    if (Texts.hasWord(text, i, to, "post")) {
      letters = 4;
    } else if (Texts.hasWord(text, i, to, "rev")) {
      letters = 3;
    } else if (Texts.hasWord(text, i, to, "r")) {
      letters = 1;
    }
    return letters == 0 ? tag(NO_POST, from, from) : numbered(POST, text, i + letters, to);
  }

  private static long dev(String text, int from, int to) {
    int i = afterSeparator(text, from, to);
    return Texts.hasWord(text, i, to, "dev")
        ? numbered(DEV, text, i + 3, to)
        : tag(NO_DEV, from, from);
  }

  private static long numbered(int rank, String text, int from, int to) {
    int i = afterSeparator(text, from, to);
    return tag(rank, i, Digits.end(text, i, to));
  }

  private static int afterSeparator(String text, int i, int to) {
    return i < to && isSeparator(text.charAt(i)) ? i + 1 : i;
  }

  private static boolean isSeparator(char c) {
    return c == '.' || c == '-' || c == '_';
  }

  /// After `+` and its parts, or `from` where there are none.
  private static int localEnd(String text, int from, int to) {
    if (from >= to || text.charAt(from) != '+') {
      return from;
    }
    int i = from;
    while (true) {
      int end = wordEnd(text, i + 1, to);
      if (end == i + 1) {
        return i;
      }
      i = end;
      if (i >= to || !isSeparator(text.charAt(i))) {
        return i;
      }
    }
  }

  private static int wordEnd(String text, int from, int to) {
    int i = from;
    while (i < to && (Digits.is(text.charAt(i)) || Texts.isLetter(text.charAt(i)))) {
      i++;
    }
    return i;
  }

  /// Part by part: words before numbers, fewer before more.
  private static int compareLocals(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (i < aTo && j < bTo) {
      int aEnd = wordEnd(a, i + 1, aTo);
      int bEnd = wordEnd(b, j + 1, bTo);
      int byPart = compareLocalPart(a, i + 1, aEnd, b, j + 1, bEnd);
      if (byPart != 0) {
        return byPart;
      }
      i = aEnd;
      j = bEnd;
    }
    return Boolean.compare(i < aTo, j < bTo);
  }

  private static int compareLocalPart(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    boolean aNumber = Digits.end(a, aFrom, aTo) == aTo;
    boolean bNumber = Digits.end(b, bFrom, bTo) == bTo;
    if (aNumber != bNumber) {
      return aNumber ? 1 : -1;
    }
    return aNumber
        ? Digits.compare(a, aFrom, aTo, b, bFrom, bTo)
        : Texts.compareIgnoringCase(a, aFrom, aTo, b, bFrom, bTo);
  }
}
