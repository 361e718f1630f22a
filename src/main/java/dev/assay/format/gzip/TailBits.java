package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bits of an array, from any of them on, the lowest of a byte first.
final class TailBits {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Bits that can be looked at from the middle of a byte on.
  private static final int SURE_BITS = 57;

  private static final int MOST_COUNT = 29;
  private static final int COUNTS_BITS = 17;
  private static final int FULL = 128;

  /// The same for every trial, of which there are thousands: nobody sees it.
  private final InputFailure mismatch = new InputFailure("no deflate data");

  private final byte[] bytes;
  private final long end;
  private long at;

  TailBits(byte[] bytes) {
    this.bytes = Arrays.copyOf(bytes, bytes.length + 2 * Long.BYTES);
    this.end = 8L * bytes.length;
  }

  /// What to throw where this is no block, or not in order.
  InputFailure damaged() {
    return mismatch;
  }

  /// How many there are.
  long bits() {
    return end;
  }

  void seek(long bit) {
    at = bit;
  }

  /// The next bits, at least 57; beyond the end they are 0.
  long peek() {
    return (long) LONG.get(bytes, (int) (at >>> 3)) >>> (at & 7);
  }

  /// How many of those that can be looked at are there.
  int available() {
    return (int) Math.min(SURE_BITS, end - at);
  }

  int take(int count) {
    int value = (int) (peek() & (1L << count) - 1);
    at += count;
    if (at > end) {
      at = end;
      throw mismatch;
    }
    return value;
  }

  void align() {
    at = (at + 7) & ~7;
  }

  void skipBytes(int count) {
    at += 8L * count;
    if (at > end) {
      at = end;
      throw mismatch;
    }
  }

  boolean isAtEnd() {
    return at == end;
  }

  /// A gzip member's header.
  void skipMemberHeader() {
    if (take(16) != 0x8b1f || take(8) != 8) {
      throw mismatch;
    }
    int flags = take(8);
    skipBytes(6);
    if ((flags & 4) != 0) {
      skipBytes(take(16));
    }
    for (int texts = Integer.bitCount(flags & 0x18); texts > 0; texts--) {
      skipText();
    }
    skipBytes((flags & 2) != 0 ? 2 : 0);
  }

  private void skipText() {
    int b;
    do {
      b = take(8);
    } while (b != 0);
  }

  /// The next bit at which a block with codes of its own may start, by what can be told without
  /// unpacking: its kind, how many codes there are, and that the code of their lengths is full.
  ///
  /// @return negative where there is none
  long nextCandidate(long from) {
    for (long bit = from; bit < end; bit++) {
      long head = (long) LONG.get(bytes, (int) (bit >>> 3)) >>> (bit & 7);
      boolean mayBe =
          (head & 6) == 4 && (head >>> 3 & 31) <= MOST_COUNT && (head >>> 8 & 31) <= MOST_COUNT;
      if (mayBe && isFull(bit + COUNTS_BITS, (int) (head >>> 13 & 15) + 4)) {
        return bit;
      }
    }
    return -1;
  }

  /// Whether a code with these lengths, of three bits each, leaves no bits without a meaning.
  private boolean isFull(long bit, int lengths) {
    if (bit + 3L * lengths > end) {
      return false;
    }
    long bits = (long) LONG.get(bytes, (int) (bit >>> 3)) >>> (bit & 7);
    int sum = 0;
    for (int i = 0; i < lengths; i++) {
      if (i == 18) { // 54 bits are used
        long behind = bit + 54;
        bits = (long) LONG.get(bytes, (int) (behind >>> 3)) >>> (behind & 7);
      }
      int length = (int) bits & 7;
      sum += length == 0 ? 0 : FULL >>> length;
      bits >>>= 3;
    }
    return sum == FULL;
  }
}
