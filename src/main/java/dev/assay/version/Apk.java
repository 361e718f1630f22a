package dev.assay.version;

/// Versions of Alpine, Wolfi and Chainguard packages:
/// `number{.number}[letter]{_suffix[number]}[~hash][-rnumber]`.
///
/// Two versions are read part by part, side by side. At the first place where they hold parts of
/// different kinds, the kinds decide: `_alpha` < `_beta` < `_pre` < `_rc` < something unreadable <
/// the end < `-r` < `~hash` < a suffix's number < `_cvs` < `_svn` < `_git` < `_hg` < `_p` < a
/// letter < `.number`. So `1.0_rc1` < `1.0` < `1.0-r1` < `1.0_p1` < `1.0a` < `1.0.1`. Parts of one
/// kind compare as numbers, but a number after the first compares as text where one of the two
/// starts with a zero: `1.002` < `1.01`.
///
/// Where apk calls two texts equal that are no versions (`1_foo` and `1_bar`), the unreadable rest
/// decides here, so that the order is total.
///
/// Source: <https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd>
public final class Apk implements VersionScheme {
  private static final int ALPHA = 0;
  private static final int BETA = 1;
  private static final int PRE = 2;
  private static final int RC = 3;
  private static final int INVALID = 4;
  private static final int END = 5;
  private static final int REVISION = 6;
  private static final int HASH = 7;
  private static final int SUFFIX_NUMBER = 8;
  private static final int CVS = 9;
  private static final int SVN = 10;
  private static final int GIT = 11;
  private static final int HG = 12;
  private static final int P = 13;
  private static final int LETTER = 14;
  private static final int NUMBER = 15;

  /// Only at the very start, where nothing else may stand.
  private static final int FIRST = 16;

  @Override
  public String name() {
    return "apk";
  }

  @Override
  public boolean isValid(String version) {
    int kind = first(version);
    int i = 0;
    while (kind != END && kind != INVALID) {
      i = end(version, i, kind);
      kind = next(version, i, kind);
    }
    return kind == END;
  }

  @Override
  public int compare(String a, String b) {
    int kind = first(a);
    int other = first(b);
    int i = 0;
    int j = 0;
    while (kind == other && kind != END && kind != INVALID) {
      int aEnd = end(a, i, kind);
      int bEnd = end(b, j, kind);
      int byContent = compareParts(kind, a, content(i, kind), aEnd, b, content(j, kind), bEnd);
      if (byContent != 0) {
        return byContent;
      }
      i = aEnd;
      j = bEnd;
      other = next(b, j, kind);
      kind = next(a, i, kind);
    }
    if (kind != other) {
      return Integer.compare(kind, other);
    }
    return kind == END ? 0 : Texts.compare(a, i, a.length(), b, j, b.length());
  }

  private static int compareParts(
      int kind, String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    boolean asText =
        kind == HASH
            || kind == LETTER
            || (kind == NUMBER && (a.charAt(aFrom) == '0' || b.charAt(bFrom) == '0'));
    if (asText) {
      return Texts.compare(a, aFrom, aTo, b, bFrom, bTo);
    }
    return isSuffix(kind) ? 0 : Digits.compare(a, aFrom, aTo, b, bFrom, bTo);
  }

  private static boolean isSuffix(int kind) {
    return kind <= RC || (kind >= CVS && kind <= P);
  }

  private static int first(String text) {
    return !text.isEmpty() && Digits.is(text.charAt(0)) ? FIRST : INVALID;
  }

  /// The kind of the part at `i`, which follows a part of kind `previous`.
  private static int next(String text, int i, int previous) {
    if (i >= text.length()) {
      return END;
    }
    char c = text.charAt(i);
    boolean afterNumber = previous == FIRST || previous == NUMBER;
    return switch (c) {
      case '.' -> afterNumber && hasDigit(text, i + 1) ? NUMBER : INVALID;
      case '_' ->
          afterNumber || previous == LETTER || previous == SUFFIX_NUMBER || isSuffix(previous)
              ? suffix(text, i + 1)
              : INVALID;
      case '~' ->
          previous != HASH && previous != REVISION && hexEnd(text, i + 1) > i + 1 ? HASH : INVALID;
      case '-' ->
          previous != REVISION && text.startsWith("-r", i) && hasDigit(text, i + 2)
              ? REVISION
              : INVALID;
      default -> {
        if (c >= 'a' && c <= 'z' && afterNumber) {
          yield LETTER;
        }
        yield Digits.is(c) && isSuffix(previous) ? SUFFIX_NUMBER : INVALID;
      }
    };
  }

  private static boolean hasDigit(String text, int i) {
    return i < text.length() && Digits.is(text.charAt(i));
  }

  private static int suffix(String text, int from) {
    int end = lettersEnd(text, from);
    int length = end - from;
    if (length == 1) {
      return text.charAt(from) == 'p' ? P : INVALID;
    }
    return switch (length) {
      case 2 -> text.startsWith("rc", from) ? RC : text.startsWith("hg", from) ? HG : INVALID;
      case 3 -> threeLetters(text, from);
      case 4 -> text.startsWith("beta", from) ? BETA : INVALID;
      case 5 -> text.startsWith("alpha", from) ? ALPHA : INVALID;
      default -> INVALID;
    };
  }

  private static int threeLetters(String text, int from) {
    if (text.startsWith("git", from)) {
      return GIT;
    }
    if (text.startsWith("pre", from)) {
      return PRE;
    }
    if (text.startsWith("svn", from)) {
      return SVN;
    }
    return text.startsWith("cvs", from) ? CVS : INVALID;
  }

  private static int lettersEnd(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
      i++;
    }
    return i;
  }

  private static int hexEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) < 128) {
      i++;
    }
    return i;
  }

  /// Where the content of the part that starts at `i` starts, after `.`, `_`, `~` or `-r`.
  private static int content(int i, int kind) {
    return switch (kind) {
      case FIRST, LETTER, SUFFIX_NUMBER -> i;
      case REVISION -> i + 2;
      default -> i + 1;
    };
  }

  private static int end(String text, int i, int kind) {
    return switch (kind) {
      case LETTER -> i + 1;
      case HASH -> hexEnd(text, i + 1);
      case FIRST, NUMBER, SUFFIX_NUMBER, REVISION -> Digits.end(text, content(i, kind));
      default -> lettersEnd(text, i + 1);
    };
  }
}
