package dev.assay.report;

/// Text within the limits of code scanning, and without the marks that would make links of it.
final class SarifText {
  private SarifText() {}

  /// At most `limit` UTF-16 units, with `…` at the end of what was cut.
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /// Text for a message, in which `[…](…)` would be a link.
  ///
  /// Source: SARIF 2.1.0, section 3.11.6
  static String message(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
  }

  /// Text for a cell of a Markdown table.
  static String markdown(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\`*_[]<>|#".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c == '\n' || c == '\r' ? ' ' : c);
    }
    return escaped.toString();
  }
}
