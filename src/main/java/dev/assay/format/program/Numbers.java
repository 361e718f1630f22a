package dev.assay.format.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers in a program's headers. What lies beyond the bytes reads as zero.
final class Numbers {
  private final ByteBuffer bytes;

  Numbers(byte[] bytes, ByteOrder order) {
    this.bytes = ByteBuffer.wrap(bytes).order(order);
  }

  int size() {
    return bytes.limit();
  }

  boolean has(long at, int count) {
    return at >= 0 && at <= bytes.limit() - count;
  }

  int u16(long at) {
    return has(at, 2) ? Short.toUnsignedInt(bytes.getShort((int) at)) : 0;
  }

  long u32(long at) {
    return has(at, 4) ? Integer.toUnsignedLong(bytes.getInt((int) at)) : 0;
  }

  long u64(long at) {
    return has(at, 8) ? bytes.getLong((int) at) : 0;
  }

  /// A number as wide as an address.
  long word(long at, int width) {
    return width == 4 ? u32(at) : u64(at);
  }

  /// Text of at most that many bytes, cut at the first zero.
  String text(long at, int most) {
    var text = new StringBuilder();
    for (int i = 0; i < most && has(at + i, 1); i++) {
      int value = bytes.get((int) at + i) & 0xff;
      if (value == 0) {
        break;
      }
      text.append((char) value);
    }
    return text.toString();
  }
}
