package dev.assay.format.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Names in an archive: UTF-8, or where they are not, one character for each byte.
final class TarText {
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
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
  }
}
