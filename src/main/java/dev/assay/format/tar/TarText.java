package dev.assay.format.tar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names in an archive: UTF-8; of what is none, each byte as U+FFFD and two hexadecimal digits, so
/// that different names stay different: a whiteout must not hide what it does not name.
final class TarText {
  private static final char NO_CHARACTER = '\uFFFD';

  private TarText() {}

  /// A header field, up to its first zero.
  static String field(byte[] bytes, int offset, int width) {
    int length = 0;
    while (length < width && bytes[offset + length] != 0) {
      length++;
    }
    return decode(bytes, offset, length);
  }

  static String decode(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return decodeBeyondAscii(bytes, offset, length);
      }
    }
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  private static String decodeBeyondAscii(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.indexOf(NO_CHARACTER) < 0 ? text : escaped(bytes, offset, length);
  }

  private static String escaped(byte[] bytes, int offset, int length) {
    var text = new StringBuilder();
    var in = ByteBuffer.wrap(bytes, offset, length);
    var out = CharBuffer.allocate(length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    boolean goesOn;
    do {
      CoderResult result = decoder.decode(in, out, true);
      out.flip().chars().forEach(c -> append(text, (char) c));
      out.clear();
      goesOn = result.isMalformed();
      for (int i = 0; goesOn && i < result.length(); i++) {
        append(text, in.get());
      }
      decoder.reset();
    } while (goesOn);
    return text.toString();
  }

  /// The mark itself is taken for bytes too: else a name could be written to look like another.
  private static void append(StringBuilder text, char c) {
    if (c != NO_CHARACTER) {
      text.append(c);
      return;
    }
    for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
      append(text, b);
    }
  }

  private static void append(StringBuilder text, byte b) {
    text.append(NO_CHARACTER).append(HexFormat.of().withUpperCase().toHexDigits(b));
  }
}
