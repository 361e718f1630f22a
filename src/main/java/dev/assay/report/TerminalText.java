package dev.assay.report;

import java.util.ArrayList;
import java.util.List;

/// Text from an image or a feed, made fit to be shown on a terminal: nothing in it can move the
/// cursor, change colours or turn the writing around.
final class TerminalText {
  private static final int REPLACEMENT = 0xFFFD;

  private TerminalText() {}

  /// One line without control characters, invisible ones or lone surrogates; white space becomes a
  /// single space each.
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(TerminalText::harmless)
        .filter(c -> c >= 0)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  private static int harmless(int c) {
    if (c >= ' ' && c < 0x7F) {
      return c;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t' || c == '\n' || c == '\r' ? ' ' : REPLACEMENT;
      case Character.FORMAT -> -1;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
          ' ';
      case Character.SURROGATE -> REPLACEMENT;
      default -> c;
    };
  }

  /// How many columns a line takes: 2 for wide East Asian characters and pictures, 0 for marks on
  /// the letter before.
  ///
  /// Source: Unicode Standard Annex #11, in broad strokes
  static int columns(String line) {
    return line.codePoints().map(TerminalText::columns).sum();
  }

  private static int columns(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean isWide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1F64F)
            || (c >= 0x1F900 && c <= 0x1F9FF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }

  /// The first `words` words, with `...` where there are more.
  static String firstWords(String line, int words) {
    int end = 0;
    for (int word = 0; word < words && end >= 0; word++) {
      end = line.indexOf(' ', end + 1);
    }
    return end < 0 ? line : line.substring(0, end) + "...";
  }

  /// The line broken between words so that no part takes more columns; a longer word is broken
  /// inside. An empty line is one empty part.
  static List<String> wrap(String line, int columns) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int used = 0;
    for (String word : line.split(" ")) {
      int wide = columns(word);
      if (used > 0 && used + 1 + wide > columns) {
        parts.add(part.toString());
        part.setLength(0);
        used = 0;
      } else if (used > 0) {
        part.append(' ');
        used++;
      }
      for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
        int c = word.codePointAt(i);
        if (used + columns(c) > columns && used > 0) {
          parts.add(part.toString());
          part.setLength(0);
          used = 0;
        }
        part.appendCodePoint(c);
        used += columns(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
