package dev.assay.failure;

/// Foreign text made fit for a message: bounded, one line, nothing in it that a terminal would obey
/// and nothing that turns the writing around. Every `Failure` passes its words through here.
public final class Printable {
  private Printable() {}

  /// At most `limit` characters of the text; what is not printable becomes a space.
  public static String of(String text, int limit) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(limit).forEach(c -> clean.appendCodePoint(isPrintable(c) ? c : ' '));
    String stripped = clean.toString().strip();
    return text.codePointCount(0, text.length()) > limit ? stripped + "…" : stripped;
  }

  private static boolean isPrintable(int c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
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
