package dev.assay.format.gzip;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.assay.failure.InputFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Intel's ISA-L, called through the foreign-function interface. Its input and output lie outside
/// the heap.
final class IsalInflating implements Inflating {
  private static final int IN_BYTES = 128 << 10;
  private static final int OUT_BYTES = 128 << 10;

  private final IsalLibrary library;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state;
  private final MemorySegment in = arena.allocate(IN_BYTES, 64);
  private final MemorySegment out = arena.allocate(OUT_BYTES, 64);

  /// The part of the piece that is not in `in` yet.
  private byte[] piece = new byte[0];

  private int piecePosition;
  private int pieceEnd;
  private int outPosition;
  private int outTaken;

  IsalInflating(IsalLibrary library) {
    this.library = library;
    this.state = library.newState(arena);
  }

  @Override
  public void reset() {
    library.reset(state);
    state.set(JAVA_INT, IsalLibrary.AVAIL_IN, 0);
    piecePosition = 0;
    pieceEnd = 0;
    outPosition = 0;
    outTaken = 0;
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    piece = bytes;
    piecePosition = offset;
    pieceEnd = offset + length;
  }

  @Override
  public int inflate(byte[] to, int offset, int length) {
    int count = 0;
    while (count < length) {
      if (outTaken == outPosition && !unpack()) {
        break;
      }
      int some = Math.min(length - count, outPosition - outTaken);
      MemorySegment.copy(out, JAVA_BYTE, outTaken, to, offset + count, some);
      outTaken += some;
      count += some;
    }
    return count;
  }

  /// @return whether there are new bytes
  private boolean unpack() {
    outTaken = 0;
    outPosition = 0;
    while (outPosition == 0 && !isAtEnd()) {
      boolean hasInput = fill();
      state.set(ADDRESS, IsalLibrary.NEXT_OUT, out);
      state.set(JAVA_INT, IsalLibrary.AVAIL_OUT, OUT_BYTES);
      int problem = library.inflate(state);
      if (problem < 0) {
        throw new InputFailure("deflate data is damaged (" + said(problem) + ")");
      }
      outPosition = OUT_BYTES - state.get(JAVA_INT, IsalLibrary.AVAIL_OUT);
      if (outPosition == 0 && !hasInput) {
        return false; // what it still holds is not enough for a symbol
      }
    }
    return outPosition > 0;
  }

  /// @return whether there is input that it has not taken yet
  private boolean fill() {
    if (state.get(JAVA_INT, IsalLibrary.AVAIL_IN) > 0) {
      return true;
    }
    int some = Math.min(IN_BYTES, pieceEnd - piecePosition);
    MemorySegment.copy(piece, piecePosition, in, JAVA_BYTE, 0, some);
    piecePosition += some;
    state.set(ADDRESS, IsalLibrary.NEXT_IN, in);
    state.set(JAVA_INT, IsalLibrary.AVAIL_IN, some);
    return some > 0;
  }

  private static String said(int problem) {
    return switch (problem) {
      case -1 -> "a block that is none";
      case -2 -> "a code without a meaning";
      case -3 -> "a distance that leads to before the data";
      default -> "problem " + problem;
    };
  }

  private boolean isAtEnd() {
    return state.get(JAVA_INT, IsalLibrary.BLOCK_STATE) == IsalLibrary.FINISHED;
  }

  @Override
  public boolean isFinished() {
    return outTaken == outPosition && isAtEnd();
  }

  @Override
  public int remaining() {
    return pieceEnd
        - piecePosition
        + state.get(JAVA_INT, IsalLibrary.AVAIL_IN)
        + state.get(JAVA_INT, IsalLibrary.READ_IN_BITS) / Byte.SIZE;
  }

  @Override
  public void close() {
    arena.close();
  }
}
