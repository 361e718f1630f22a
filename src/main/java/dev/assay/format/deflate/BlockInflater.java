package dev.assay.format.deflate;

import dev.assay.failure.InputFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Unpacks deflate blocks from any bit on. What is copied from before the start and is not known
/// comes out as a marker instead of a byte, and is copied on as one, so that everything that does
/// not depend on the unknown is exact all the same.
///
/// Source: RFC 1951. The idea of markers: M. Kerbiriou and R. Chikhi, "Parallel decompression of
/// gzip-compressed files and random access to DNA sequences", 2019
final class BlockInflater {
  /// How far back copies reach.
  static final int WINDOW = 32 << 10;

  /// Outputs from here on are markers: this plus a position in the unknown window.
  static final int FIRST_MARKER = 256;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int[] LENGTH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] DISTANCE_BASE = {
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577
  };
  private static final int[] DISTANCE_BITS = {
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
  };
  private static final byte[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = 286;
  private static final int DISTANCES = 30;

  private final byte[] packed;
  private final PrefixCode literals = new PrefixCode();
  private final PrefixCode distances = new PrefixCode();
  private final PrefixCode lengths = new PrefixCode();
  private final byte[] codeLengths = new byte[LITERALS + DISTANCES + 6];
  private final int most;

  /// The window, then what was unpacked.
  private char[] out;

  private int end = WINDOW;

  /// Where in `packed` the next byte is taken from, and bits taken already.
  private int position;

  private long bits;
  private int bitCount;
  private boolean isLast;

  /// @param firstBit where to start
  /// @param window what came before, or empty where it is unknown
  /// @param most how many bytes may come out at most; unpacking stops there
  BlockInflater(byte[] packed, long firstBit, byte[] window, int most) {
    this.packed = packed;
    this.most = most;
    this.out = new char[WINDOW + Math.min(most, 256 << 10) + 300];
    for (int i = 0; i < WINDOW; i++) {
      out[i] = (char) (FIRST_MARKER + i);
    }
    for (int i = 0; i < window.length; i++) {
      out[WINDOW - window.length + i] = (char) (window[i] & 0xff);
    }
    start(firstBit);
  }

  /// Starts elsewhere; what was unpacked is forgotten, the window is not.
  void start(long firstBit) {
    end = WINDOW;
    position = (int) (firstBit >>> 3);
    bits = 0;
    bitCount = 0;
    isLast = false;
    take((int) firstBit & 7);
  }

  /// What was unpacked so far: a byte or a marker each. Valid until the next block.
  char[] output() {
    return out;
  }

  /// Where in `output` it starts.
  int outputStart() {
    return WINDOW;
  }

  /// Where in `output` it ends.
  int outputEnd() {
    return end;
  }

  boolean isFull() {
    return end - WINDOW >= most;
  }

  /// Whether the last block was unpacked.
  boolean isLast() {
    return isLast;
  }

  /// The bit that comes next.
  long bitPosition() {
    return 8L * position - bitCount;
  }

  private void refill() {
    if (position <= packed.length - 8) {
      bits |= (long) LONG.get(packed, position) << bitCount;
      position += (63 - bitCount) >> 3;
      bitCount |= 56;
      return;
    }
    while (bitCount <= 56 && position < packed.length) {
      bits |= (packed[position++] & 0xffL) << bitCount;
      bitCount += 8;
    }
  }

  private int take(int count) {
    if (bitCount < count) {
      refill();
      if (bitCount < count) {
        throw damaged("it ends too early");
      }
    }
    int value = (int) (bits & ((1L << count) - 1));
    bits >>>= count;
    bitCount -= count;
    return value;
  }

  private static InputFailure damaged(String problem) {
    return new InputFailure("deflate data is damaged: " + problem);
  }

  /// Unpacks the next block, or as much of it as there may come out.
  ///
  /// @throws InputFailure where it is damaged
  void block() {
    isLast = take(1) == 1;
    switch (take(2)) {
      case 0 -> stored();
      case 1 -> {
        fixed();
        symbols();
      }
      case 2 -> {
        if (!dynamic()) {
          throw damaged("a code that is none");
        }
        symbols();
      }
      default -> throw damaged("a block of an unknown kind");
    }
  }

  private void stored() {
    take(bitCount & 7);
    int length = take(16);
    if ((take(16) ^ 0xffff) != length) {
      throw damaged("the length of a stored block");
    }
    while (length > 0 && !isFull()) {
      room(1);
      out[end++] = (char) take(8);
      length--;
    }
  }

  private void room(int count) {
    if (end + count > out.length) {
      out = Arrays.copyOf(out, (int) Math.min(2L * out.length, WINDOW + (long) most + 300));
    }
  }

  private void fixed() {
    for (int i = 0; i < 288; i++) {
      codeLengths[i] = (byte) (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    literals.set(codeLengths, 0, 288);
    Arrays.fill(codeLengths, 0, 32, (byte) 5);
    distances.set(codeLengths, 0, 32);
  }

  /// Whether a block that is not the last and has a code of its own starts here; the code is read.
  boolean startsDynamic() {
    return take(3) == 4 && dynamic();
  }

  /// Goes on in the block whose code was read.
  void finishBlock() {
    symbols();
  }

  private boolean dynamic() {
    int literalCount = take(5) + 257;
    int distanceCount = take(5) + 1;
    int lengthCount = take(4) + 4;
    if (literalCount > LITERALS || distanceCount > DISTANCES) {
      return false;
    }
    byte[] of = new byte[ORDER.length];
    for (int i = 0; i < lengthCount; i++) {
      of[ORDER[i]] = (byte) take(3);
    }
    return lengths.set(of, 0, of.length)
        && readLengths(literalCount + distanceCount)
        && codeLengths[END_OF_BLOCK] != 0
        && literals.set(codeLengths, 0, literalCount)
        && distances.set(codeLengths, literalCount, distanceCount);
  }

  private boolean readLengths(int count) {
    int at = 0;
    while (at < count) {
      int symbol = symbol(lengths);
      if (symbol < 0) {
        return false;
      }
      if (symbol < 16) {
        codeLengths[at++] = (byte) symbol;
        continue;
      }
      int repeat =
          switch (symbol) {
            case 16 -> 3 + take(2);
            case 17 -> 3 + take(3);
            default -> 11 + take(7);
          };
      if (at + repeat > count || (symbol == 16 && at == 0)) {
        return false;
      }
      Arrays.fill(codeLengths, at, at + repeat, symbol == 16 ? codeLengths[at - 1] : 0);
      at += repeat;
    }
    return true;
  }

  /// The next symbol, negative where no word begins so.
  private int symbol(PrefixCode code) {
    if (bitCount < PrefixCode.MAX_BITS) {
      refill();
    }
    int entry = code.at(bits);
    int length = entry & 15;
    if (length == 0) {
      return -1;
    }
    if (length > bitCount) {
      throw damaged("it ends too early");
    }
    bits >>>= length;
    bitCount -= length;
    return entry >>> 4;
  }

  private void symbols() {
    while (!isFull()) {
      int symbol = symbol(literals);
      if (symbol == END_OF_BLOCK) {
        return;
      }
      room(258);
      if (symbol < 0) {
        throw damaged("a word that is none");
      }
      if (symbol < END_OF_BLOCK) {
        out[end++] = (char) symbol;
      } else {
        copy(symbol - 257);
      }
    }
  }

  private void copy(int lengthCode) {
    if (lengthCode >= LENGTH_BASE.length) {
      throw damaged("a length that is none");
    }
    int length = LENGTH_BASE[lengthCode] + take(LENGTH_BITS[lengthCode]);
    int distanceCode = symbol(distances);
    if (distanceCode < 0 || distanceCode >= DISTANCE_BASE.length) {
      throw damaged("a distance that is none");
    }
    int from = end - DISTANCE_BASE[distanceCode] - take(DISTANCE_BITS[distanceCode]);
    if (from < 0) {
      throw damaged("a distance out of the window");
    }
    if (from + length <= end) {
      System.arraycopy(out, from, out, end, length);
      end += length;
    } else {
      for (int i = 0; i < length; i++) {
        out[end++] = out[from++];
      }
    }
  }
}
