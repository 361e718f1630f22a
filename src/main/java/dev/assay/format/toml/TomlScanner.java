package dev.assay.format.toml;

import dev.assay.format.text.Lines;

/// A place in a TOML text.
final class TomlScanner {
  private final String text;
  private int position;

  TomlScanner(String text) {
    this.text = text;
    this.position = text.startsWith("\uFEFF") ? 1 : 0;
  }

  boolean isAtEnd() {
    return position >= text.length();
  }

  /// The character here, or U+0000 at the end.
  char peek() {
    return isAtEnd() ? '\0' : text.charAt(position);
  }

  char next() throws TomlException {
    if (isAtEnd()) {
      throw new TomlException("the text ends in the middle");
    }
    return text.charAt(position++);
  }

  boolean take(String word) {
    if (!text.startsWith(word, position)) {
      return false;
    }
    position += word.length();
    return true;
  }

  void expect(String word) throws TomlException {
    skipBlank(false);
    if (!take(word)) {
      throw new TomlException("expected `" + word + "`, found `" + Lines.excerpt(rest()) + "`");
    }
  }

  private String rest() {
    int end = position;
    while (end < text.length() && end < position + 20 && text.charAt(end) != '\n') {
      end++;
    }
    return text.substring(position, end);
  }

  /// Passes over spaces and comments, and over ends of lines where asked to.
  void skipBlank(boolean lines) {
    while (!isAtEnd()) {
      char c = peek();
      if (c == '#') {
        while (!isAtEnd() && peek() != '\n') {
          position++;
        }
      } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
        position++;
      } else {
        return;
      }
    }
  }

  void endOfLine() throws TomlException {
    skipBlank(false);
    if (!isAtEnd() && !take("\n") && !take("\r\n")) {
      throw new TomlException(
          "expected the end of the line, found `" + Lines.excerpt(rest()) + "`");
    }
  }

  /// The longest run of characters that may stand in bare keys, numbers and dates.
  String word(String also) {
    int start = position;
    while (!isAtEnd() && isWord(peek(), also)) {
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean isWord(char c, String also) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || also.indexOf(c) >= 0;
  }

  /// Goes to the next line that opens a table.
  void skipToTable() {
    int next = text.indexOf("\n[", Math.max(0, position - 1));
    position = next < 0 ? text.length() : next + 1;
  }

  /// The text between here and the delimiter, which is passed over.
  String until(String delimiter) throws TomlException {
    int end = text.indexOf(delimiter, position);
    if (end < 0) {
      throw new TomlException("no closing " + delimiter);
    }
    String found = text.substring(position, end);
    position = end + delimiter.length();
    return found;
  }

  /// The line of this place, from 1.
  long line() {
    long line = 1;
    for (int i = 0; i < position && i < text.length(); i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }
}
