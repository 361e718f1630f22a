package dev.assay.version;

/// Versions of Debian and Ubuntu packages: `[epoch:]upstream[-revision]`, the revision after the
/// last hyphen.
///
/// Epochs compare as numbers; upstream and revision by turns as text and as number. In text `~`
/// sorts before everything, even the end, then letters, then everything else: `1.0~rc1` < `1.0` <
/// `1.0a` < `1.0+b`.
///
/// Source: <https://www.debian.org/doc/debian-policy/ch-controlfields.html#version>, deb-version(7)
public final class Deb implements VersionScheme {
  @Override
  public String name() {
    return "deb";
  }

  @Override
  public boolean isValid(String version) {
    int start = Texts.start(version);
    int end = Texts.end(version, start);
    int i = epochEnd(version, start, end);
    if (i > start && !fitsEpoch(version, start, i - 1)) {
      return false;
    }
    int revision = revisionStart(version, i, end);
    int upstreamEnd = revision == end ? end : revision - 1;
    if (i >= upstreamEnd || !Digits.is(version.charAt(i))) {
      return false;
    }
    if (revision == end && end > i && version.charAt(end - 1) == '-') {
      return false;
    }
    // The first colon ends an epoch, whatever stands before it.
    String marks = i > start ? ".-+~:" : ".-+~";
    return allowed(version, i, upstreamEnd, marks) && allowed(version, revision, end, ".+~");
  }

  /// dpkg keeps an epoch in a signed 32-bit number.
  private static boolean fitsEpoch(String version, int start, int colon) {
    String limit = "2147483647";
    return Digits.compare(version, start, colon, limit, 0, limit.length()) <= 0;
  }

  private static boolean allowed(String version, int from, int to, String marks) {
    for (int i = from; i < to; i++) {
      char c = version.charAt(i);
      if (!Digits.is(c) && !Texts.isLetter(c) && marks.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compare(String a, String b) {
    int aStart = Texts.start(a);
    int bStart = Texts.start(b);
    int aEnd = Texts.end(a, aStart);
    int bEnd = Texts.end(b, bStart);
    int i = epochEnd(a, aStart, aEnd);
    int j = epochEnd(b, bStart, bEnd);
    int byEpoch =
        Digits.compare(a, aStart, Math.max(aStart, i - 1), b, bStart, Math.max(bStart, j - 1));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int aRevision = revisionStart(a, i, aEnd);
    int bRevision = revisionStart(b, j, bEnd);
    int byUpstream =
        compareParts(a, i, upstreamEnd(a, aRevision, aEnd), b, j, upstreamEnd(b, bRevision, bEnd));
    return byUpstream != 0 ? byUpstream : compareParts(a, aRevision, aEnd, b, bRevision, bEnd);
  }

  /// After the colon where digits and a colon start the text, else `from`.
  private static int epochEnd(String text, int from, int to) {
    int digits = Digits.end(text, from, to);
    return digits > from && digits < to && text.charAt(digits) == ':' ? digits + 1 : from;
  }

  /// After the last hyphen, or `to`.
  private static int revisionStart(String text, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (text.charAt(i) == '-') {
        return i + 1;
      }
    }
    return to;
  }

  private static int upstreamEnd(String text, int revision, int to) {
    boolean hasRevision = revision > 0 && revision <= to && text.charAt(revision - 1) == '-';
    return hasRevision ? revision - 1 : to;
  }

  private static int compareParts(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (i < aTo || j < bTo) {
      while ((i < aTo && !Digits.is(a.charAt(i))) || (j < bTo && !Digits.is(b.charAt(j)))) {
        int byChar = Integer.compare(weight(a, i, aTo), weight(b, j, bTo));
        if (byChar != 0) {
          return byChar;
        }
        i++;
        j++;
      }
      int aDigits = Digits.end(a, i, aTo);
      int bDigits = Digits.end(b, j, bTo);
      int byNumber = Digits.compare(a, i, aDigits, b, j, bDigits);
      if (byNumber != 0) {
        return byNumber;
      }
      i = aDigits;
      j = bDigits;
    }
    return 0;
  }

  private static int weight(String text, int i, int to) {
    if (i >= to || Digits.is(text.charAt(i))) {
      return 0;
    }
    char c = text.charAt(i);
    if (c == '~') {
      return -1;
    }
    return Texts.isLetter(c) ? c : c + 0x100;
  }
}
