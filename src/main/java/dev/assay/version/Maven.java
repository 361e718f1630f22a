package dev.assay.version;

/// Versions of Maven artifacts, which may be any text: numbers and words, apart at `.`, at `-` and
/// between a digit and a letter.
///
/// Two versions are read part by part, side by side. Words come before numbers behind a hyphen,
/// those before numbers behind a dot. Words that Maven knows come in its order: `alpha` (`a1`) <
/// `beta` (`b1`) < `milestone` (`m1`) < `rc` (`cr`) < `snapshot` < the end (`ga`, `final`,
/// `release`) < `sp`; then all others by the alphabet. A number right behind a word is as good as
/// behind a hyphen: `rc2` is `rc-2`, not `rc.2`. Zeros and words for the end do not count before a
/// hyphen, a word or the end: `1.0.0-ga` is `1`, `1.0-rc1` is `1-rc1`, `1.0-2` is `1-2`; but the
/// hyphens before a number do: `1-0-2` < `1-2`.
///
/// Maven itself goes round in a circle where a dot or two hyphens with a zero stand around a word
/// (`1-alpha` > `1.sp.1` > `1` > `1-alpha`); here each word is read as if it stood behind a hyphen.
///
/// Source: <https://maven.apache.org/pom.html#version-order-specification>, Maven 3.9
public final class Maven implements VersionScheme {
  private static final String FORBIDDEN = "\\/:\"<>|?*[](){},$";

  // What can stand at a place, in order.
  private static final int END = 0;
  private static final int WORD = 1;
  private static final int NUMBER = 2;

  private static final int MAX_DEPTH = 127;

  @Override
  public String name() {
    return "maven";
  }

  /// What can be the name of a folder in a repository, and no range.
  @Override
  public boolean isValid(String version) {
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      if (c <= ' ' || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0) {
        return false;
      }
    }
    return !version.isEmpty();
  }

  @Override
  public int compare(String a, String b) {
    long left = settle(a, place(0, 0, 0));
    long right = settle(b, place(0, 0, 0));
    while (true) {
      int kind = kind(a, left);
      int other = kind(b, right);
      if (kind == END && other == END) {
        return 0;
      }
      if (kind == END) {
        return -againstEnd(b, right);
      }
      if (other == END) {
        return againstEnd(a, left);
      }
      int byPart = kind == other ? compareParts(kind, a, left, b, right) : kind - other;
      if (byPart != 0) {
        return byPart;
      }
      left = settle(a, next(a, left));
      right = settle(b, next(b, right));
    }
  }

  // A place: where a part starts, up to where nothing can be left out, how many hyphens are before
  // it; 28, 28 and 7 bits, far more than a version that was read can need.
  private static long place(int at, int kept, int depth) {
    return (long) at << 35 | (long) kept << 7 | Math.min(depth, MAX_DEPTH);
  }

  private static int at(long place) {
    return (int) (place >>> 35);
  }

  private static int kept(long place) {
    return (int) (place >>> 7 & 0xfffffff);
  }

  private static int depth(long place) {
    return (int) (place & MAX_DEPTH);
  }

  private static int kind(String text, long place) {
    int at = at(place);
    if (at >= text.length()) {
      return END;
    }
    return isWordPart(text.charAt(at)) ? WORD : NUMBER;
  }

  private static boolean isWordPart(char c) {
    return !Digits.is(c) && c != '.' && c != '-';
  }

  /// The next part that counts, from this one on.
  private static long settle(String text, long place) {
    long start = place;
    long ahead = place;
    while (at(ahead) >= kept(start) && at(ahead) < text.length() && isNothing(text, at(ahead))) {
      ahead = next(text, ahead);
      boolean leavesOut =
          depth(ahead) > 0 || at(ahead) >= text.length() || isWordPart(text.charAt(at(ahead)));
      if (leavesOut) {
        start = place(at(ahead), kept(start), depth(start) + depth(ahead));
        ahead = start;
      }
    }
    return at(ahead) > at(start) ? place(at(start), at(ahead), depth(start)) : start;
  }

  /// Zero, or a word alone that stands for the end.
  private static boolean isNothing(String text, int at) {
    if (!isWordPart(text.charAt(at))) {
      return Digits.isZero(text, at, Digits.end(text, at));
    }
    return rank(text, at, lettersEnd(text, at)) == MavenWord.RELEASE;
  }

  private static int rank(String text, int from, int to) {
    boolean isNumbered = to < text.length() && Digits.is(text.charAt(to));
    return MavenWord.rank(text, from, to, isNumbered);
  }

  private static long next(String text, long place) {
    int at = at(place);
    int end = isWordPart(text.charAt(at)) ? lettersEnd(text, at) : Digits.end(text, at);
    char c = end < text.length() ? text.charAt(end) : 0;
    boolean separated = c == '.' || c == '-';
    return place(separated ? end + 1 : end, kept(place), c == '.' ? 0 : 1);
  }

  private static int lettersEnd(String text, int from) {
    int i = from;
    while (i < text.length() && isWordPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int compareParts(int kind, String a, long left, String b, long right) {
    int i = at(left);
    int j = at(right);
    if (kind != WORD) {
      int byDepth = depth(right) - depth(left);
      return byDepth != 0
          ? byDepth
          : Digits.compare(a, i, Digits.end(a, i), b, j, Digits.end(b, j));
    }
    int aEnd = lettersEnd(a, i);
    int bEnd = lettersEnd(b, j);
    int rank = rank(a, i, aEnd);
    int byRank = rank - rank(b, j, bEnd);
    return byRank != 0 || rank != MavenWord.OTHER
        ? byRank
        : Texts.compareIgnoringCase(a, i, aEnd, b, j, bEnd);
  }

  /// Numbers that count come after the end, even zero, since another follows.
  private static int againstEnd(String text, long place) {
    int at = at(place);
    if (kind(text, place) != WORD) {
      return 1;
    }
    return rank(text, at, lettersEnd(text, at)) < MavenWord.RELEASE ? -1 : 1;
  }
}
