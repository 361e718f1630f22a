package dev.assay.format.golang;

/// Text as Go quotes it: in double quotes with `\` escapes, or in back quotes as it is.
///
/// Source: <https://go.dev/ref/spec#String_literals>
final class GoQuoted {
  private GoQuoted() {}

  /// The text meant; what is not quoted, or not well, stays as it is.
  static String unquote(String text) {
    boolean isLong = text.length() >= 2;
    if (isLong && text.startsWith("`") && text.endsWith("`")) {
      return text.substring(1, text.length() - 1);
    }
    if (!isLong || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        case 'x' -> i += code(text, i + 1, 2, plain);
        case 'u' -> i += code(text, i + 1, 4, plain);
        default -> plain.append(escape);
      }
    }
    return plain.toString();
  }

  private static int code(String text, int at, int digits, StringBuilder plain) {
    if (at + digits >= text.length()) {
      return 0;
    }
    try {
      plain.append((char) Integer.parseInt(text, at, at + digits, 16));
      return digits;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
