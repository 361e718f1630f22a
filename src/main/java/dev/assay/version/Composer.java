package dev.assay.version;

/// Versions of PHP packages as Composer reads them: one to four numbers or a date, a stability with
/// numbers of its own (`-beta1`), `-dev`; or a branch of numbers (`1.x-dev`).
///
/// Missing numbers are zero, `x` in a branch is as good as endless. What follows the numbers
/// decides: `dev` < `alpha` (`a`) < `beta` (`b`) < `RC` < nothing (`stable`) < a further number <
/// `patch` (`pl`, `p`). Other branches (`dev-main`) have no place among versions: they are none,
/// and come first, by their text.
///
/// Source: <https://getcomposer.org/doc/articles/versions.md>,
/// <https://www.php.net/manual/function.version-compare.php>
public final class Composer implements VersionScheme {
  private static final String ENDLESS = "9999999";
  private static final int NUMBERS = 4;

  @Override
  public String name() {
    return "composer";
  }

  @Override
  public boolean isValid(String version) {
    return ComposerShape.of(version) >= 0;
  }

  @Override
  public int compare(String a, String b) {
    long left = ComposerShape.of(a);
    long right = ComposerShape.of(b);
    if (left < 0 || right < 0) {
      return left < 0 && right < 0
          ? Texts.compare(a, 0, a.length(), b, 0, b.length())
          : Boolean.compare(left >= 0, right >= 0);
    }
    int byNumbers = compareNumbers(a, left, b, right);
    return byNumbers != 0 ? byNumbers : compareStabilities(a, left, b, right);
  }

  private static int compareNumbers(String a, long left, String b, long right) {
    int i = ComposerShape.start(a);
    int j = ComposerShape.start(b);
    for (int n = 0; ; n++) {
      boolean aHas = hasNumber(left, i, n);
      boolean bHas = hasNumber(right, j, n);
      if (!aHas || !bHas) {
        return aHas ? -afterEnd(right) : bHas ? afterEnd(left) : 0;
      }
      String aText = isWritten(a, left, i) ? a : unwritten(left);
      String bText = isWritten(b, right, j) ? b : unwritten(right);
      int aFrom = isWritten(a, left, i) ? i : 0;
      int bFrom = isWritten(b, right, j) ? j : 0;
      int aEnd = Digits.end(aText, aFrom);
      int bEnd = Digits.end(bText, bFrom);
      int byNumber = Digits.compare(aText, aFrom, aEnd, bText, bFrom, bEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      i = ComposerShape.nextNumber(a, left, i);
      j = ComposerShape.nextNumber(b, right, j);
    }
  }

  /// A date has the numbers it has, all others have four.
  private static boolean hasNumber(long shape, int i, int n) {
    return ComposerShape.isDate(shape) ? i < ComposerShape.numbersEnd(shape) : n < NUMBERS;
  }

  private static boolean isWritten(String text, long shape, int i) {
    return i < ComposerShape.numbersEnd(shape) && Digits.is(text.charAt(i));
  }

  /// The number for what is not written in digits.
  private static String unwritten(long shape) {
    return ComposerShape.isBranch(shape) ? ENDLESS : "0";
  }

  /// How what follows a date's numbers compares with one more number.
  private static int afterEnd(long shape) {
    return ComposerShape.rank(shape) == ComposerShape.PATCH ? 1 : -1;
  }

  private static int compareStabilities(String a, long left, String b, long right) {
    int byRank = ComposerShape.rank(left) - ComposerShape.rank(right);
    if (byRank != 0 || !ComposerShape.hasStability(left) || !ComposerShape.hasStability(right)) {
      return byRank;
    }
    int i = ComposerShape.stabilityNumber(a, left);
    int j = ComposerShape.stabilityNumber(b, right);
    while (ComposerShape.isNumber(a, i) && ComposerShape.isNumber(b, j)) {
      int aEnd = Digits.end(a, i);
      int bEnd = Digits.end(b, j);
      int byNumber = Digits.compare(a, i, aEnd, b, j, bEnd);
      if (byNumber != 0) {
        return byNumber;
      }
      i = ComposerShape.furtherNumber(a, aEnd);
      j = ComposerShape.furtherNumber(b, bEnd);
    }
    boolean aMore = ComposerShape.isNumber(a, i);
    boolean bMore = ComposerShape.isNumber(b, j);
    return aMore == bMore
        ? Boolean.compare(ComposerShape.isDev(right), ComposerShape.isDev(left))
        : Boolean.compare(aMore, bMore);
  }
}
