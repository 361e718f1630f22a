package dev.assay.format.bytes;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file's bytes, held in memory in pieces, so that a large one needs no large array and is never
/// there twice while it is read. Offsets are checked by every method: asking beyond the end throws
/// an `IndexOutOfBoundsException`.
public final class HeldBytes {
  private static final int PIECE_BITS = 18;
  private static final int PIECE = 1 << PIECE_BITS;

  private final List<byte[]> pieces;
  private final long size;

  private HeldBytes(List<byte[]> pieces, long size) {
    this.pieces = pieces;
    this.size = size;
  }

  /// Reads to the end.
  ///
  /// @throws InputFailure where there are more than `maxBytes`
  public static HeldBytes read(InputStream in, long maxBytes) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    long size = 0;
    while (true) {
      byte[] piece = in.readNBytes(PIECE);
      size += piece.length;
      if (size > maxBytes) {
        throw new InputFailure("it has more than " + maxBytes + " bytes");
      }
      pieces.add(piece);
      if (piece.length < PIECE) {
        return new HeldBytes(pieces, size);
      }
    }
  }

  public long size() {
    return size;
  }

  /// The byte there, 0 to 255.
  public int at(long offset) {
    return piece(offset)[(int) offset & (PIECE - 1)] & 0xff;
  }

  private byte[] piece(long offset) {
    if (offset < 0 || offset >= size) {
      throw new IndexOutOfBoundsException("byte " + offset + " of " + size);
    }
    return pieces.get((int) (offset >>> PIECE_BITS));
  }

  /// Two bytes, the first one the highest.
  public int bigShort(long offset) {
    return at(offset) << 8 | at(offset + 1);
  }

  /// Four bytes as an unsigned number, the first one the highest.
  public long bigInt(long offset) {
    return (long) bigShort(offset) << 16 | bigShort(offset + 2);
  }

  /// Two bytes, the first one the lowest.
  public int littleShort(long offset) {
    return at(offset) | at(offset + 1) << 8;
  }

  /// Four bytes as an unsigned number, the first one the lowest.
  public long littleInt(long offset) {
    return littleShort(offset) | (long) littleShort(offset + 2) << 16;
  }

  /// Copies `length` bytes from `offset` on into `out`.
  public void copy(long offset, byte[] out, int to, int length) {
    if (length < 0 || offset < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException("bytes " + offset + " to " + (offset + length));
    }
    int done = 0;
    while (done < length) {
      int start = (int) (offset + done) & (PIECE - 1);
      int count = Math.min(length - done, PIECE - start);
      System.arraycopy(piece(offset + done), start, out, to + done, count);
      done += count;
    }
  }

  /// A copy of `length` bytes from `offset` on.
  public byte[] copy(long offset, int length) {
    if (length < 0 || offset < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException("bytes " + offset + " to " + (offset + length));
    }
    byte[] out = new byte[length];
    copy(offset, out, 0, length);
    return out;
  }

  /// Whether these bytes are there.
  public boolean has(long offset, byte[] bytes) {
    return offset >= 0
        && offset <= size - bytes.length
        && Arrays.equals(copy(offset, bytes.length), bytes);
  }
}
