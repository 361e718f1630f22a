package dev.assay.version;

/// Versions of Ruby gems: numbers and words, apart at dots and between a digit and a letter. A word
/// makes it a pre-release; a hyphen stands for `.pre.`.
///
/// Parts compare one by one: words by their bytes and before numbers, missing parts as zero. Zeros
/// right before the first word do not count: `1.0.a` is `1.a`. Nothing at all is `0`.
///
/// Source: <https://docs.ruby-lang.org/en/master/Gem/Version.html>
public final class Gem implements VersionScheme {
  private static final String PRE = "pre";

  @Override
  public String name() {
    return "gem";
  }

  /// What `Gem::Version` takes, but not the empty text.
  @Override
  public boolean isValid(String version) {
    int start = Texts.start(version);
    int to = Texts.end(version, start);
    int i = Digits.end(version, start, to);
    if (i == start) {
      return false;
    }
    while (i < to && version.charAt(i) == '.') {
      int end = wordEnd(version, i + 1, to, false);
      if (end == i + 1) {
        return false;
      }
      i = end;
    }
    return i == to || (version.charAt(i) == '-' && arePreParts(version, i + 1, to));
  }

  private static boolean arePreParts(String text, int from, int to) {
    int i = from;
    while (true) {
      int end = wordEnd(text, i, to, true);
      if (end == i || (end < to && text.charAt(end) != '.')) {
        return false;
      }
      if (end == to) {
        return true;
      }
      i = end + 1;
    }
  }

  private static int wordEnd(String text, int from, int to, boolean withHyphens) {
    int i = from;
    while (i < to && (isWordPart(text.charAt(i)) || (withHyphens && text.charAt(i) == '-'))) {
      i++;
    }
    return i;
  }

  private static boolean isWordPart(char c) {
    return Digits.is(c) || Texts.isLetter(c);
  }

  @Override
  public int compare(String a, String b) {
    int aWords = wordsStart(a);
    int bWords = wordsStart(b);
    int aNumbers = numbersEnd(a, aWords);
    int bNumbers = numbersEnd(b, bWords);
    int i = skip(a, 0, aNumbers, aWords);
    int j = skip(b, 0, bNumbers, bWords);
    while (i < a.length() || j < b.length()) {
      int byPart = compareParts(a, i, b, j);
      if (byPart != 0) {
        return byPart;
      }
      i = skip(a, partEnd(a, i), aNumbers, aWords);
      j = skip(b, partEnd(b, j), bNumbers, bWords);
    }
    return 0;
  }

  /// The first letter or hyphen, or the end.
  private static int wordsStart(String text) {
    int i = 0;
    while (i < text.length() && !isWord(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isWord(char c) {
    return Texts.isLetter(c) || c == '-';
  }

  /// Where the numbers before the words end, without zeros at their end.
  private static int numbersEnd(String text, int words) {
    int end = words;
    while (end > 0) {
      int from = end;
      while (from > 0 && Digits.is(text.charAt(from - 1))) {
        from--;
      }
      if (!Digits.isZero(text, from, end)) {
        return end;
      }
      end = Math.max(from - 1, 0);
    }
    return 0;
  }

  /// The next part at or after `i`; from the end of the numbers on to the words.
  private static int skip(String text, int i, int numbersEnd, int words) {
    int at = i >= numbersEnd && i < words ? words : i;
    while (at < text.length() && !Digits.is(text.charAt(at)) && !isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int partEnd(String text, int from) {
    if (from >= text.length()) {
      return from;
    }
    if (text.charAt(from) == '-') {
      return from + 1;
    }
    return Digits.is(text.charAt(from)) ? Digits.end(text, from) : lettersEnd(text, from);
  }

  private static int lettersEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Texts.isLetter(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int compareParts(String a, int i, String b, int j) {
    boolean aNumber = i >= a.length() || Digits.is(a.charAt(i));
    boolean bNumber = j >= b.length() || Digits.is(b.charAt(j));
    if (aNumber != bNumber) {
      return aNumber ? 1 : -1;
    }
    if (aNumber) {
      return Digits.compare(a, i, partEnd(a, i), b, j, partEnd(b, j));
    }
    boolean aPre = a.charAt(i) == '-';
    boolean bPre = b.charAt(j) == '-';
    return Texts.compare(
        aPre ? PRE : a,
        aPre ? 0 : i,
        aPre ? PRE.length() : partEnd(a, i),
        bPre ? PRE : b,
        bPre ? 0 : j,
        bPre ? PRE.length() : partEnd(b, j));
  }
}
