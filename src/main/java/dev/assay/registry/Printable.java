package dev.assay.registry;

/// Foreign text made fit for a message: bounded, one line, no control characters that a terminal
/// would obey.
final class Printable {
  private Printable() {}

  /// At most `limit` characters of the text; what is not printable becomes a space.
  static String of(String text, int limit) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(limit).forEach(c -> clean.appendCodePoint(isPrintable(c) ? c : ' '));
    String stripped = clean.toString().strip();
    return text.codePointCount(0, text.length()) > limit ? stripped + "…" : stripped;
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
