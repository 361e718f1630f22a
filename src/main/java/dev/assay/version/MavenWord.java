package dev.assay.version;

/// The words that Maven knows, in its order.
final class MavenWord {
  static final int RELEASE = 5;
  static final int OTHER = 7;

  private MavenWord() {}

  static int rank(String text, int from, int to, boolean isNumbered) {
    char first = Texts.lower(text.charAt(from));
    return switch (to - from) {
      case 1 -> isNumbered ? ofLetter(first) : OTHER;
      case 2 -> ofTwo(text, from, to);
      case 4 -> is(text, from, to, "beta") ? 1 : OTHER;
      case 5 -> is(text, from, to, "alpha") ? 0 : is(text, from, to, "final") ? RELEASE : OTHER;
      case 7 -> is(text, from, to, "release") ? RELEASE : OTHER;
      case 8 -> is(text, from, to, "snapshot") ? 4 : OTHER;
      case 9 -> is(text, from, to, "milestone") ? 2 : OTHER;
      default -> OTHER;
    };
  }

  private static int ofLetter(char letter) {
    return switch (letter) {
      case 'a' -> 0;
      case 'b' -> 1;
      case 'm' -> 2;
      default -> OTHER;
    };
  }

  private static int ofTwo(String text, int from, int to) {
    if (is(text, from, to, "rc") || is(text, from, to, "cr")) {
      return 3;
    }
    if (is(text, from, to, "ga")) {
      return RELEASE;
    }
    return is(text, from, to, "sp") ? 6 : OTHER;
  }

  private static boolean is(String text, int from, int to, String word) {
    return Texts.hasWord(text, from, to, word);
  }
}
