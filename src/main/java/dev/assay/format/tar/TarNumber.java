package dev.assay.format.tar;

import dev.assay.failure.InputFailure;

/// Numbers in a header: octal digits, or big-endian base 256 where the first bit is set.
final class TarNumber {
  private TarNumber() {}

  /// Reads a number that must not be negative.
  static long parse(byte[] block, int offset, int width, long start) {
    long value =
        block[offset] < 0
            ? base256(block, offset, width, start)
            : octal(block, offset, width, start);
    if (value < 0) {
      throw TarReader.damaged(start, "a negative number in the header");
    }
    return value;
  }

  /// Whether Go would read a number there; a negative one is one.
  static boolean isOne(byte[] block, int offset, int width) {
    try {
      if (block[offset] >= 0) {
        octal(block, offset, width, 0);
      } else {
        base256(block, offset, width, 0);
      }
      return true;
    } catch (InputFailure e) {
      return false;
    }
  }

  private static long base256(byte[] block, int offset, int width, long start) {
    boolean isNegative = (block[offset] & 0x40) != 0;
    if (isNegative) {
      return -1;
    }
    long value = block[offset] & 0x3f;
    for (int i = 1; i < width; i++) {
      if (value >= 1L << 54) {
        throw TarReader.damaged(start, "a number in the header is too large");
      }
      value = value << 8 | (block[offset + i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int offset, int width, long start) {
    int from = offset;
    int to = offset + width;
    while (from < to && isBlank(block[from])) {
      from++;
    }
    while (to > from && isBlank(block[to - 1])) {
      to--;
    }
    long value = 0;
    for (int i = from; i < to && block[i] != 0; i++) { // what follows a zero is no part of it
      if (block[i] < '0' || block[i] > '7') {
        throw TarReader.damaged(start, "a number in the header is not octal");
      }
      value = value << 3 | (block[i] - '0');
    }
    return value; // twelve digits are 36 bits
  }

  private static boolean isBlank(byte b) {
    return b == 0 || b == ' ';
  }
}
