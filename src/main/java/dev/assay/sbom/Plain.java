package dev.assay.sbom;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Texts in a form that every format can carry. An image calls things what it likes: control
/// characters, which XML does not have; `</text>`, which ends a value in SPDX's tag-value form;
/// white space around, which readers drop.
final class Plain {
  private static final String ESCAPED = "%<>|";

  private Plain() {}

  /// For people and for other programs: what cannot be carried becomes U+FFFD.
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(isOdd(c) ? 0xFFFD : c));
    return shown.toString().replace("<text>", "(text)").replace("</text>", "(/text)").strip();
  }

  /// A form of the text that `decode` brings back whole.
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean isEdge = i == 0 || i + Character.charCount(c) == text.length();
      if (isOdd(c) || ESCAPED.indexOf(c) >= 0 || (isEdge && Character.isWhitespace(c))) {
        append(c, encoded);
      } else {
        encoded.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return encoded.toString();
  }

  /// A lone surrogate has no bytes in UTF-8, so it is `%u` and four digits.
  private static void append(int c, StringBuilder encoded) {
    if (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c)) {
      encoded.append("%u").append(HexFormat.of().withUpperCase().toHexDigits((char) c));
      return;
    }
    for (byte one : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
    }
  }

  /// The text that was encoded. What is no encoding stands for itself.
  static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    StringBuilder text = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      int end = i;
      byte[] bytes = new byte[(encoded.length() - i) / 3];
      int count = 0;
      while (isHex(encoded, end, 1, 2)) {
        bytes[count++] = (byte) HexFormat.fromHexDigits(encoded, end + 1, end + 3);
        end += 3;
      }
      if (count > 0) {
        text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
        i = end;
      } else if (encoded.startsWith("%u", i) && isHex(encoded, i, 2, 4)) {
        text.append((char) HexFormat.fromHexDigits(encoded, i + 2, i + 6));
        i += 6;
      } else {
        text.append(encoded.charAt(i++));
      }
    }
    return text.toString();
  }

  private static boolean isHex(String text, int at, int skip, int digits) {
    if (at + skip + digits > text.length() || text.charAt(at) != '%') {
      return false;
    }
    for (int i = at + skip; i < at + skip + digits; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Controls, halves of characters, and what turns the direction of writing around.
  private static boolean isOdd(int c) {
    return c < 0x20
        || (c >= 0x7F && c <= 0x9F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xD800 && c <= 0xDFFF)
        || (c & 0xFFFE) == 0xFFFE;
  }
}
