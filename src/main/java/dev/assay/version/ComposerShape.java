package dev.assay.version;

/// Where the parts of a Composer version are, as one number, so that comparing allocates nothing:
/// 24 bits each for where its numbers end and where those of its stability start, then its rank and
/// what kind it is. Negative for what is no version.
final class ComposerShape {
  static final int DEV = 0;
  static final int NONE = 4;
  static final int PATCH = 5;

  private static final int MAX_LENGTH = 0xffffff;
  private static final int MAX_MAJOR_DIGITS = 5;
  private static final long IS_DEV = 1L << 52;
  private static final long IS_DATE = 1L << 53;
  private static final long IS_BRANCH = 1L << 54;
  private static final long HAS_STABILITY = 1L << 55;

  private ComposerShape() {}

  static int numbersEnd(long shape) {
    return (int) (shape & MAX_LENGTH);
  }

  /// Of what follows the numbers.
  static int rank(long shape) {
    return (int) (shape >> 48 & 7);
  }

  static boolean isDev(long shape) {
    return (shape & IS_DEV) != 0;
  }

  static boolean isDate(long shape) {
    return (shape & IS_DATE) != 0;
  }

  static boolean isBranch(long shape) {
    return (shape & IS_BRANCH) != 0;
  }

  static boolean hasStability(long shape) {
    return (shape & HAS_STABILITY) != 0;
  }

  /// Where the numbers start: after white space and `v`.
  static int start(String text) {
    int i = Texts.start(text);
    return i < text.length() && Texts.lower(text.charAt(i)) == 'v' ? i + 1 : i;
  }

  static int nextNumber(String text, long shape, int i) {
    int to = numbersEnd(shape);
    if (i >= to) {
      return i;
    }
    int end = Math.max(i + 1, Digits.end(text, i, to));
    return end < to ? end + 1 : to;
  }

  static int stabilityNumber(String text, long shape) {
    int i = (int) (shape >> 24 & MAX_LENGTH);
    return isNumber(text, i) ? i : furtherNumber(text, i);
  }

  static int furtherNumber(String text, int i) {
    boolean mark = i < text.length() && (text.charAt(i) == '.' || text.charAt(i) == '-');
    return mark && isNumber(text, i + 1) ? i + 1 : i;
  }

  static boolean isNumber(String text, int i) {
    return i < text.length() && Digits.is(text.charAt(i));
  }

  static long of(String text) {
    if (text.length() > MAX_LENGTH) {
      return -1;
    }
    int start = start(text);
    int to = end(text, start);
    int digits = Digits.end(text, start, to);
    if (digits == start) {
      return -1;
    }
    if (digits - start <= MAX_MAJOR_DIGITS) {
      int numbers = numbersEnd(text, start, to, false);
      long shape = suffix(text, numbers, to);
      if (shape >= 0) {
        return shape | numbers;
      }
    }
    int date = dateEnd(text, start, to);
    long dated = date < 0 ? -1 : suffix(text, date, to);
    return dated >= 0 ? dated | date | IS_DATE : branch(text, start, to);
  }

  /// Before white space, `@stability` and `+metadata`.
  private static int end(String text, int from) {
    int to = Texts.end(text, from);
    int at = text.lastIndexOf('@');
    if (at >= from && isStabilityFlag(text, at + 1, to)) {
      to = at;
    }
    int plus = text.indexOf('+', from);
    return plus >= 0 && plus < to - 1 && !hasSpace(text, plus, to) ? plus : to;
  }

  private static boolean hasSpace(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }

  private static boolean isStabilityFlag(String text, int from, int to) {
    return switch (to - from) {
      case 2 -> Texts.hasWord(text, from, to, "rc");
      case 3 -> Texts.hasWord(text, from, to, "dev");
      case 4 -> Texts.hasWord(text, from, to, "beta");
      case 5 -> Texts.hasWord(text, from, to, "alpha");
      case 6 -> Texts.hasWord(text, from, to, "stable");
      default -> false;
    };
  }

  private static int numbersEnd(String text, int from, int to, boolean wildcards) {
    int i = Digits.end(text, from, to);
    for (int n = 1; n < 4 && i + 1 < to && text.charAt(i) == '.'; n++) {
      int end = Digits.end(text, i + 1, to);
      if (end == i + 1) {
        if (!wildcards || "xX*".indexOf(text.charAt(end)) < 0) {
          return i;
        }
        end++;
      }
      i = end;
    }
    return i;
  }

  /// Four digits, then up to six times two and up to two times one to three, apart at `.`, `:`, `-`
  /// or not at all; negative where it is otherwise.
  private static int dateEnd(String text, int from, int to) {
    int i = Digits.end(text, from, to);
    while (i + 1 < to && ".:-".indexOf(text.charAt(i)) >= 0 && Digits.is(text.charAt(i + 1))) {
      i = Digits.end(text, i + 1, to);
    }
    boolean year = i - from > 5 && Digits.end(text, from, to) >= from + 4;
    return year && isDateRest(text, from + 4, i, 0) ? i : -1;
  }

  /// Whether pieces fill the text; of the first eight, those before `pairs` had two digits.
  private static boolean isDateRest(String text, int from, int to, int pairs) {
    if (from == to) {
      return pairs > 0;
    }
    int i = Digits.is(text.charAt(from)) ? from : from + 1;
    int digits = Digits.end(text, i, to) - i;
    boolean asPair = pairs < 6 && digits >= 2 && isDateRest(text, i + 2, to, pairs + 1);
    return asPair || (pairs > 0 && isDateTail(text, i, to, 2));
  }

  private static boolean isDateTail(String text, int from, int to, int pieces) {
    if (from >= to) {
      return from == to;
    }
    int i = Digits.is(text.charAt(from)) ? from : from + 1;
    int digits = Math.min(3, Digits.end(text, i, to) - i);
    for (int length = digits; length > 0 && pieces > 0; length--) {
      if (isDateTail(text, i + length, to, pieces - 1)) {
        return true;
      }
    }
    return false;
  }

  /// `1.x-dev`: what is not said is endless.
  private static long branch(String text, int from, int to) {
    int numbers = numbersEnd(text, from, to, true);
    int i = numbers < to && (text.charAt(numbers) == '.' || text.charAt(numbers) == '-') ? 1 : 0;
    boolean isDev = to - numbers - i == 3 && Texts.hasWord(text, numbers + i, to, "dev");
    return isDev ? numbers | IS_BRANCH | IS_DEV | (long) DEV << 48 : -1;
  }

  /// All but the numbers' end, of `[._-]?(stability numbers)?([.-]?dev)?`.
  private static long suffix(String text, int from, int to) {
    int i = from < to && "._-".indexOf(text.charAt(from)) >= 0 ? from + 1 : from;
    int letters = stabilityLetters(text, i, to);
    int numbers = i + letters;
    int end = letters == 0 ? i : stabilityNumbersEnd(text, numbers, to);
    boolean isDev = isDev(text, end, to);
    if (!isDev && end < to) {
      return -1;
    }
    boolean stable = letters == 6;
    if (letters == 0 || stable) {
      return isDev && !stable ? IS_DEV | (long) DEV << 48 : (long) NONE << 48;
    }
    int rank =
        switch (Texts.lower(text.charAt(i))) {
          case 'a' -> 1;
          case 'b' -> 2;
          case 'r' -> 3;
          default -> PATCH;
        };
    return (long) rank << 48 | (long) numbers << 24 | HAS_STABILITY | (isDev ? IS_DEV : 0);
  }

  private static boolean isDev(String text, int from, int to) {
    int length = to - from;
    if (length == 4 && text.charAt(from) != '.' && text.charAt(from) != '-') {
      return false;
    }
    return (length == 3 || length == 4) && Texts.hasWord(text, to - 3, to, "dev");
  }

  private static int stabilityNumbersEnd(String text, int from, int to) {
    int i = Digits.end(text, from, to);
    while (i + 1 < to
        && (text.charAt(i) == '.' || text.charAt(i) == '-')
        && Digits.is(text.charAt(i + 1))) {
      i = Digits.end(text, i + 1, to);
    }
    return i;
  }

  private static int stabilityLetters(String text, int i, int to) {
    if (i >= to) {
      return 0;
    }
    return switch (Texts.lower(text.charAt(i))) {
      case 's' -> Texts.hasWord(text, i, to, "stable") ? 6 : 0;
      case 'a' -> Texts.hasWord(text, i, to, "alpha") ? 5 : 1;
      case 'b' -> Texts.hasWord(text, i, to, "beta") ? 4 : 1;
      case 'r' -> Texts.hasWord(text, i, to, "rc") ? 2 : 0;
      case 'p' ->
          Texts.hasWord(text, i, to, "patch") ? 5 : Texts.hasWord(text, i, to, "pl") ? 2 : 1;
      default -> 0;
    };
  }
}
