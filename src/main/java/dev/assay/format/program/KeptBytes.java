package dev.assay.format.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The parts of a file that were kept while it went by, in its order.
public final class KeptBytes {
  private static final class Piece {
    private final long offset;
    private final byte[] bytes;

    Piece(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    long end() {
      return offset + bytes.length;
    }
  }

  private final List<Piece> pieces = new ArrayList<>();

  /// Adds a part that begins behind where the last one began.
  public void add(long offset, byte[] bytes) {
    pieces.add(new Piece(offset, bytes));
  }

  /// A copy of that part of the file; empty where not all of it was kept.
  public Optional<byte[]> bytes(long offset, int length) {
    if (offset < 0 || length < 0) {
      return Optional.empty();
    }
    byte[] copy = new byte[Math.min(length, most(offset))];
    if (copy.length < length) {
      return Optional.empty();
    }
    int filled = 0;
    for (Piece piece : pieces) {
      long at = offset + filled;
      if (filled < length && piece.offset <= at && at < piece.end()) {
        int count = (int) Math.min(length - filled, piece.end() - at);
        System.arraycopy(piece.bytes, (int) (at - piece.offset), copy, filled, count);
        filled += count;
      }
    }
    return filled == length ? Optional.of(copy) : Optional.empty();
  }

  /// How many bytes were kept from there on, so that no claim of a length makes us allocate more.
  private int most(long offset) {
    long sum = 0;
    for (Piece piece : pieces) {
      sum += Math.max(0, piece.end() - Math.max(piece.offset, offset));
    }
    return (int) Math.min(sum, Integer.MAX_VALUE - 8);
  }

  /// The offset of the first place between two offsets, a multiple of `align` and wholly in one
  /// part, where these bytes stand.
  public Optional<Long> find(byte[] wanted, long from, long to, int align) {
    for (Piece piece : pieces) {
      long start = Math.max(from, piece.offset);
      long last = Math.min(to, piece.end()) - wanted.length;
      for (long at = (start + align - 1) / align * align; at <= last; at += align) {
        int in = (int) (at - piece.offset);
        if (piece.bytes[in] == wanted[0]
            && Arrays.equals(piece.bytes, in, in + wanted.length, wanted, 0, wanted.length)) {
          return Optional.of(at);
        }
      }
    }
    return Optional.empty();
  }
}
