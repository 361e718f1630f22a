package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads bits from the end of a stretch of bytes to its start. The last set bit of the last byte
/// marks where they begin. Reading past the start yields zeros; `isOver` tells.
final class Bits {
  /// Bytes that must follow any stretch in its array, since whole words are read.
  static final int SLACK = 8;

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private int position;
  private int consumed; // bits of `word`, from the top
  private long word;

  Bits(byte[] bytes, int start, int end) {
    if (end <= start || bytes[end - 1] == 0) {
      throw new InputFailure("a stream of bits without its end mark");
    }
    int length = end - start;
    this.bytes = bytes;
    this.start = start;
    this.position = Math.max(start, end - 8);
    this.consumed = Integer.numberOfLeadingZeros(bytes[end - 1] & 0xff) - 24 + 1;
    if (length < 8) {
      consumed += 8 * (8 - length);
    }
    this.word = (long) LONG.get(bytes, position);
  }

  /// Makes at least 57 bits readable, if there are so many.
  void refill() {
    int whole = Math.min(consumed >>> 3, position - start);
    position -= whole;
    consumed -= whole << 3;
    word = (long) LONG.get(bytes, position);
  }

  /// The next bits, at most 56 since `refill`.
  long read(int count) {
    long value = peek(count);
    consumed += count;
    return value;
  }

  long peek(int count) {
    return consumed > 63 ? 0 : ((word << consumed) >>> 1) >>> (63 - count);
  }

  void skip(int count) {
    consumed += count;
  }

  /// How many bits are left; negative where too many were read.
  int left() {
    return 8 * (position - start) + 64 - consumed;
  }
}
