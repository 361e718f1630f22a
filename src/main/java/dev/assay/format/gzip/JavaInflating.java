package dev.assay.format.gzip;

import static dev.assay.format.gzip.HuffmanTable.DEEPER;
import static dev.assay.format.gzip.HuffmanTable.END;
import static dev.assay.format.gzip.HuffmanTable.EXTRA;
import static dev.assay.format.gzip.HuffmanTable.SPECIAL;
import static dev.assay.format.gzip.HuffmanTable.VALUE;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.HuffmanTable.Alphabet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Our own unpacking of deflate data, in plain Java. It refuses what the JDK's refuses, and it
/// alone can tell where a stream may be entered later, and enter it there.
///
/// Source: RFC 1951
public final class JavaInflating implements Inflating {
  /// Told of every place where a block starts, before the block is unpacked.
  @FunctionalInterface
  public interface BlockListener {
    /// @param inputBits of the deflate data before the block
    /// @param outputBytes unpacked before it
    void block(long inputBits, long outputBytes);
  }

  private enum State {
    BLOCK,
    STORED_LENGTH,
    STORED,
    CODE_COUNTS,
    CODE_LENGTHS,
    SYMBOLS,
    FINISHED
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WINDOW = Checkpoint.WINDOW_BYTES;

  /// Unpacked bytes between two moves of the window.
  private static final int WORK_BYTES = 96 << 10;

  /// The literals of one turn of the fast loop, the longest match, and what a copy in steps of
  /// eight bytes may write beyond its end.
  private static final int TURN_ROOM = 64 + 258 + 8;

  /// So many bytes of input does one turn of the fast loop look at, at most.
  private static final int INPUT_ROOM = 16;

  private static final int ROOT_LITERALS = (1 << Alphabet.LITERALS.rootBits()) - 1;
  private static final int ROOT_DISTANCES = (1 << Alphabet.DISTANCES.rootBits()) - 1;

  /// Bits for a literal of the first level, and what may follow: the longest code and five more.
  private static final int ENOUGH_FOR_TWO = 11 + 15 + 5;

  private final HuffmanTable literals = new HuffmanTable(Alphabet.LITERALS);
  private final HuffmanTable distances = new HuffmanTable(Alphabet.DISTANCES);
  private final CodeLengths codeLengths = new CodeLengths();
  private final byte[] out = new byte[WINDOW + WORK_BYTES + TURN_ROOM];
  private BlockListener listener = (bits, bytes) -> {};
  private State state = State.BLOCK;
  private boolean isLastBlock;
  private int storedLeft;
  private byte[] in = new byte[0];
  private int inPosition;
  private int inEnd;
  private long inBefore; // bytes of the data before those in `in`
  private int skipBits; // of the first byte, after a checkpoint
  private long bits; // not yet used, the next one lowest
  private int bitCount;
  private int outPosition; // end of what is unpacked
  private int outTaken; // end of what was handed out
  private long outBefore; // unpacked bytes before those in `out`

  /// Names every place where a block starts, from now on.
  public void onBlock(BlockListener told) {
    this.listener = told;
  }

  /// The checkpoint at the block whose start was just told; only to be called by the listener.
  public Checkpoint checkpoint() {
    int from = Math.max(0, outPosition - WINDOW);
    return new Checkpoint(
        inputBits(), outBefore + outPosition, Arrays.copyOfRange(out, from, outPosition));
  }

  /// Goes on from a checkpoint. The next input must start with its `inputByte`.
  public void resume(Checkpoint from) {
    reset();
    byte[] window = from.window();
    System.arraycopy(window, 0, out, 0, window.length);
    outPosition = window.length;
    outTaken = window.length;
    outBefore = from.outputBytes() - window.length;
    inBefore = from.inputByte();
    skipBits = (int) from.inputBits() & 7;
  }

  @Override
  public void reset() {
    state = State.BLOCK;
    isLastBlock = false;
    bits = 0;
    bitCount = 0;
    skipBits = 0;
    inPosition = 0;
    inEnd = 0;
    inBefore = 0;
    outPosition = 0;
    outTaken = 0;
    outBefore = 0;
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    inBefore += inPosition - (long) offset;
    in = bytes;
    inPosition = offset;
    inEnd = offset + length;
  }

  private long inputBits() {
    return 8 * (inBefore + inPosition) - bitCount;
  }

  @Override
  public int inflate(byte[] to, int offset, int length) {
    int count = 0;
    while (count < length) {
      if (outTaken == outPosition && !unpack()) {
        break;
      }
      int some = Math.min(length - count, outPosition - outTaken);
      System.arraycopy(out, outTaken, to, offset + count, some);
      outTaken += some;
      count += some;
    }
    return count;
  }

  /// @return whether there are new bytes
  private boolean unpack() {
    if (outPosition >= WINDOW + WORK_BYTES) {
      int moved = outPosition - WINDOW;
      System.arraycopy(out, moved, out, 0, WINDOW);
      outBefore += moved;
      outPosition = WINDOW;
      outTaken = WINDOW;
    }
    boolean goesOn;
    do {
      goesOn = step();
    } while (goesOn && outPosition < WINDOW + WORK_BYTES);
    return outPosition > outTaken;
  }

  /// @return false where more input is needed, or none
  private boolean step() {
    return switch (state) {
      case BLOCK -> startBlock();
      case STORED_LENGTH -> storedLength();
      case STORED -> stored();
      case CODE_COUNTS -> codeCounts();
      case CODE_LENGTHS -> codeLengths();
      case SYMBOLS -> symbols();
      case FINISHED -> false;
    };
  }

  /// Tries to have that many bits; at most 56.
  private boolean has(int count) {
    while (bitCount < count) {
      if (inPosition == inEnd) {
        return false;
      }
      bits |= (in[inPosition++] & 0xffL) << bitCount;
      bitCount += 8;
    }
    return true;
  }

  private int take(int count) {
    int value = (int) bits & (1 << count) - 1;
    bits >>>= count;
    bitCount -= count;
    return value;
  }

  private boolean startBlock() {
    if (skipBits > 0) {
      if (!has(skipBits)) {
        return false;
      }
      take(skipBits);
      skipBits = 0;
    }
    if (!has(3)) {
      return false;
    }
    listener.block(inputBits(), outBefore + outPosition);
    isLastBlock = take(1) == 1;
    switch (take(2)) {
      case 0 -> {
        take(bitCount & 7);
        state = State.STORED_LENGTH;
      }
      case 1 -> {
        codeLengths.fixed(literals, distances);
        state = State.SYMBOLS;
      }
      case 2 -> state = State.CODE_COUNTS;
      default -> throw damaged("a block of an unknown kind");
    }
    return true;
  }

  private boolean storedLength() {
    if (!has(32)) {
      return false;
    }
    storedLeft = take(16);
    if (take(16) != (~storedLeft & 0xffff)) {
      throw damaged("a stored block of two lengths");
    }
    state = State.STORED;
    return true;
  }

  private boolean stored() {
    while (storedLeft > 0 && bitCount > 0 && outPosition < WINDOW + WORK_BYTES) {
      out[outPosition++] = (byte) take(8);
      storedLeft--;
    }
    int some =
        Math.min(Math.min(storedLeft, inEnd - inPosition), WINDOW + WORK_BYTES - outPosition);
    System.arraycopy(in, inPosition, out, outPosition, some);
    inPosition += some;
    outPosition += some;
    storedLeft -= some;
    if (storedLeft == 0) {
      endBlock();
      return true;
    }
    return inPosition < inEnd;
  }

  private void endBlock() {
    state = isLastBlock ? State.FINISHED : State.BLOCK;
  }

  private boolean codeCounts() {
    if (!has(14)) {
      return false;
    }
    int literalCodes = take(5) + 257;
    int distanceCodes = take(5) + 1;
    codeLengths.start(literalCodes, distanceCodes, take(4) + 4);
    state = State.CODE_LENGTHS;
    return true;
  }

  private boolean codeLengths() {
    while (!codeLengths.isComplete()) {
      // What is looked at beyond the bits at hand is zero and not used.
      has(CodeLengths.MOST_BITS);
      int used = codeLengths.next((int) bits, bitCount);
      if (used == 0) {
        return false;
      }
      take(used);
    }
    codeLengths.build(literals, distances);
    state = State.SYMBOLS;
    return true;
  }

  private boolean symbols() {
    if (inEnd - inPosition >= INPUT_ROOM && fast()) {
      endBlock();
      return true;
    }
    return outPosition >= WINDOW + WORK_BYTES || oneSymbol();
  }

  /// Unpacks as long as neither input nor room can end within a symbol.
  ///
  /// @return whether the block has ended
  private boolean fast() {
    byte[] from = in;
    byte[] to = out;
    int[] literalEntries = literals.entries;
    int inSafe = inEnd - INPUT_ROOM;
    int at = inPosition;
    int end = outPosition;
    long b = bits;
    int n = bitCount;
    boolean hasEnded = false;
    while (at <= inSafe && end < WINDOW + WORK_BYTES && !hasEnded) {
      b |= (long) LONG.get(from, at) << n;
      at += (63 - n) >>> 3;
      n |= 56;
      int entry = literalEntries[(int) b & ROOT_LITERALS];
      while (entry < 0 && n >= ENOUGH_FOR_TWO) {
        b >>>= entry;
        n -= entry & 63;
        to[end++] = (byte) (entry >>> VALUE);
        entry = literalEntries[(int) b & ROOT_LITERALS];
      }
      if ((entry & DEEPER) != 0) {
        b >>>= entry;
        n -= entry & 63;
        entry = literalEntries[second(entry, b)];
      }
      b >>>= entry;
      n -= entry & 63;
      if (entry < 0) {
        to[end++] = (byte) (entry >>> VALUE);
      } else if ((entry & SPECIAL) != 0) {
        hasEnded = ends(entry);
      } else {
        int extra = entry >>> EXTRA & 15;
        int length = (entry >>> VALUE) + ((int) b & (1 << extra) - 1);
        b >>>= extra;
        n -= extra;
        b |= (long) LONG.get(from, at) << n;
        at += (63 - n) >>> 3;
        n |= 56;
        entry = distances.entries[(int) b & ROOT_DISTANCES];
        if ((entry & SPECIAL) != 0) {
          b >>>= entry;
          n -= entry & 63;
          entry = deeper(distances.entries, entry, b);
        }
        b >>>= entry;
        extra = entry >>> EXTRA & 15;
        copy(to, end, (entry >>> VALUE) + ((int) b & (1 << extra) - 1), length);
        b >>>= extra;
        n -= (entry & 63) + extra;
        end += length;
      }
    }
    inPosition = at;
    outPosition = end;
    bits = b & ((1L << n) - 1);
    bitCount = n;
    return hasEnded;
  }

  private static boolean ends(int entry) {
    if ((entry & END) == 0) {
      throw damaged("a code without a meaning");
    }
    return true;
  }

  private static int second(int entry, long bits) {
    return (entry >>> VALUE & 0xffff) + ((int) bits & (1 << (entry >>> EXTRA & 15)) - 1);
  }

  private static int deeper(int[] entries, int entry, long bits) {
    int found = (entry & DEEPER) != 0 ? entries[second(entry, bits)] : entry;
    if ((found & SPECIAL) != 0) {
      throw damaged("a code without a meaning");
    }
    return found;
  }

  /// Copies what may overlap; may write up to seven bytes more.
  private static void copy(byte[] to, int end, int distance, int length) {
    if (distance > end) {
      throw damaged("a distance that leads to before the data");
    }
    int at = end;
    int stop = end + length;
    if (distance >= 8) {
      do {
        LONG.set(to, at, (long) LONG.get(to, at - distance));
        at += 8;
      } while (at < stop);
    } else if (distance == 1) {
      long same = (to[end - 1] & 0xffL) * 0x0101010101010101L;
      do {
        LONG.set(to, at, same);
        at += 8;
      } while (at < stop);
    } else {
      for (; at < stop; at++) {
        to[at] = to[at - distance];
      }
    }
  }

  /// Unpacks one symbol, if all of it is there.
  private boolean oneSymbol() {
    has(48);
    int entry = literals.entries[(int) bits & ROOT_LITERALS];
    int used = 0;
    if ((entry & DEEPER) != 0) {
      used = entry & 63;
      entry = literals.entries[second(entry, bits >>> used)];
    }
    used += entry & 63;
    if (used > bitCount) {
      return false;
    }
    if (entry < 0) {
      out[outPosition++] = (byte) (entry >>> VALUE);
      take(used);
      return true;
    }
    if ((entry & SPECIAL) == 0) {
      return oneMatch(entry, used);
    }
    take(used);
    if (ends(entry)) {
      endBlock();
    }
    return true;
  }

  private boolean oneMatch(int lengthEntry, int lengthUsed) {
    int extra = lengthEntry >>> EXTRA & 15;
    long b = bits >>> lengthUsed;
    int length = (lengthEntry >>> VALUE) + ((int) b & (1 << extra) - 1);
    b >>>= extra;
    int used = lengthUsed + extra;
    int entry = distances.entries[(int) b & ROOT_DISTANCES];
    if ((entry & DEEPER) != 0) {
      b >>>= entry;
      used += entry & 63;
      entry = distances.entries[second(entry, b)];
    }
    used += (entry & 63) + (entry >>> EXTRA & 15);
    if (used > bitCount) {
      return false;
    }
    entry = deeper(distances.entries, entry, b);
    b >>>= entry;
    int distance = (entry >>> VALUE) + ((int) b & (1 << (entry >>> EXTRA & 15)) - 1);
    copy(out, outPosition, distance, length);
    outPosition += length;
    bits >>>= used;
    bitCount -= used;
    return true;
  }

  private static InputFailure damaged(String problem) {
    return new InputFailure("deflate data is damaged (" + problem + ")");
  }

  @Override
  public boolean isFinished() {
    return state == State.FINISHED && outTaken == outPosition;
  }

  /// Correct once the data has ended.
  @Override
  public int remaining() {
    return inEnd - inPosition + (bitCount >>> 3);
  }

  @Override
  public void close() {
    // All of it is on the heap.
  }
}
