package dev.assay.format.bzip2;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;

/// Bits from the highest of each byte on.
final class BitInput {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long held;
  private int count;

  BitInput(InputStream in) {
    this.in = in;
  }

  private int nextByte() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  /// The next bits, at most 32.
  ///
  /// @throws InputFailure where the file ends before
  int read(int bits) throws IOException {
    while (count < bits) {
      int next = nextByte();
      if (next < 0) {
        throw new InputFailure("the bzip2 file is cut off");
      }
      held = held << 8 | next;
      count += 8;
    }
    count -= bits;
    return (int) (held >>> count & (1L << bits) - 1);
  }

  boolean readBit() throws IOException {
    return read(1) != 0;
  }

  /// Goes to the next whole byte.
  ///
  /// @return whether there is one
  boolean align() throws IOException {
    count -= count % 8;
    if (count == 0) {
      int next = nextByte();
      if (next < 0) {
        return false;
      }
      held = next;
      count = 8;
    }
    return true;
  }
}
