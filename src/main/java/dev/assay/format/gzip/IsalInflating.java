package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Intel's ISA-L, called through the foreign-function interface. Its input and output lie outside
/// the heap.
final class IsalInflating implements Inflating {
  private static final int IN_BYTES = 128 << 10;
  private static final int OUT_BYTES = 128 << 10;

  private final IsalLibrary library;
  private final Arena arena = Arena.ofShared();
  private final IsalState state;
  private final long inAddress;
  private final long outAddress;
  private final ByteBuffer in;
  private final ByteBuffer out;

  /// The part of the piece that is not in `in` yet.
  private byte[] piece = new byte[0];

  private int piecePosition;
  private int pieceEnd;
  private int outPosition;
  private int outTaken;

  IsalInflating(IsalLibrary library) {
    this.library = library;
    this.state = library.newState(arena);
    MemorySegment room = arena.allocate(IN_BYTES, 64);
    this.inAddress = room.address();
    this.in = room.asByteBuffer();
    room = arena.allocate(OUT_BYTES, 64);
    this.outAddress = room.address();
    this.out = room.asByteBuffer();
  }

  @Override
  public void reset() {
    state.set(IsalState.AVAIL_IN, 0); // which is refused once it is closed; the library would not
    library.reset(state);
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
      out.get(outTaken, to, offset + count, some);
      outTaken += some;
      count += some;
    }
    return count;
  }

  /// @return whether there are new bytes
  private boolean unpack() {
    outTaken = 0;
    outPosition = 0;
    while (outPosition == 0 && !state.isAtEnd()) {
      boolean hasInput = fill();
      state.set(IsalState.NEXT_OUT, outAddress, IsalState.AVAIL_OUT, OUT_BYTES);
      int problem = library.inflate(state);
      if (problem < 0) {
        throw new InputFailure("deflate data is damaged (" + said(problem) + ")");
      }
      outPosition = OUT_BYTES - state.get(IsalState.AVAIL_OUT);
      if (outPosition == 0 && !hasInput) {
        return false; // what it still holds is not enough for a symbol
      }
    }
    return outPosition > 0;
  }

  /// @return whether there is input that it has not taken yet
  private boolean fill() {
    if (state.get(IsalState.AVAIL_IN) > 0) {
      return true;
    }
    int some = Math.min(IN_BYTES, pieceEnd - piecePosition);
    in.put(0, piece, piecePosition, some);
    piecePosition += some;
    state.set(IsalState.NEXT_IN, inAddress, IsalState.AVAIL_IN, some);
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

  @Override
  public boolean isFinished() {
    return outTaken == outPosition && state.isAtEnd();
  }

  @Override
  public int remaining() {
    return pieceEnd
        - piecePosition
        + state.get(IsalState.AVAIL_IN)
        + state.get(IsalState.READ_IN_BITS) / Byte.SIZE;
  }

  @Override
  public void close() {
    arena.close();
  }
}
