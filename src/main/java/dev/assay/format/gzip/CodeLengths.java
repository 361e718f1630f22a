package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.HuffmanTable.Alphabet;
import java.util.Arrays;

/// What a block says about its codes: the lengths of the codes of all symbols, packed with a third
/// code.
///
/// Source: RFC 1951 sections 3.2.6 and 3.2.7
final class CodeLengths {
  /// The longest item: a code of seven bits and seven more.
  static final int MOST_BITS = 14;

  /// In this order do the lengths of the third code's codes come.
  private static final byte[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static final int MOST_LITERALS = 286;
  private static final int MOST_DISTANCES = 30;
  private static final int END_OF_BLOCK = 256;
  private static final int COPY = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;

  private final HuffmanTable code = new HuffmanTable(Alphabet.LENGTHS);
  private final byte[] ownLengths = new byte[Alphabet.LENGTHS.symbols()];
  private final byte[] lengths =
      new byte[Alphabet.LITERALS.symbols() + Alphabet.DISTANCES.symbols()];
  private int literals;
  private int distances;
  private int ownCount;
  private int ownKnown;
  private int known;

  /// The code that everybody knows.
  void fixed(HuffmanTable literalTable, HuffmanTable distanceTable) {
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    Arrays.fill(lengths, 288, 320, (byte) 5);
    literalTable.build(lengths, 0, 288);
    distanceTable.build(lengths, 288, 32);
  }

  /// @param ownCodes how many lengths of the third code's codes come
  /// @throws InputFailure where there are more codes than symbols
  void start(int literalCodes, int distanceCodes, int ownCodes) {
    if (literalCodes > MOST_LITERALS || distanceCodes > MOST_DISTANCES) {
      throw damaged("more codes than symbols");
    }
    literals = literalCodes;
    distances = distanceCodes;
    ownCount = ownCodes;
    ownKnown = 0;
    known = 0;
    Arrays.fill(ownLengths, (byte) 0);
  }

  /// Whether all lengths are known.
  boolean isComplete() {
    return ownKnown == ownCount && known == literals + distances;
  }

  /// Takes the next item.
  ///
  /// @param bits the data's next bits, lowest first
  /// @param count how many of them there are
  /// @return how many the item has, 0 where that is more than there are
  int next(int bits, int count) {
    if (ownKnown == ownCount) {
      return nextLength(bits, count);
    }
    if (count < 3) {
      return 0;
    }
    ownLengths[ORDER[ownKnown++]] = (byte) (bits & 7);
    if (ownKnown == ownCount) {
      code.build(ownLengths, 0, ownLengths.length);
    }
    return 3;
  }

  private int nextLength(int bits, int count) {
    int entry = code.entries[bits & (1 << Alphabet.LENGTHS.rootBits()) - 1];
    int codeBits = entry & 63;
    if (codeBits == 0) {
      throw damaged("a code without a meaning");
    }
    int symbol = entry >>> HuffmanTable.VALUE;
    int extra =
        switch (symbol) {
          case COPY -> 2;
          case ZEROS -> 3;
          case MANY_ZEROS -> 7;
          default -> 0;
        };
    if (codeBits + extra > count) {
      return 0;
    }
    int more = bits >>> codeBits & (1 << extra) - 1;
    switch (symbol) {
      case COPY -> {
        if (known == 0) {
          throw damaged("nothing to repeat");
        }
        repeat(lengths[known - 1], 3 + more);
      }
      case ZEROS -> repeat((byte) 0, 3 + more);
      case MANY_ZEROS -> repeat((byte) 0, 11 + more);
      default -> lengths[known++] = (byte) symbol;
    }
    return codeBits + extra;
  }

  private void repeat(byte length, int times) {
    if (known + times > literals + distances) {
      throw damaged("more lengths than codes");
    }
    Arrays.fill(lengths, known, known + times, length);
    known += times;
  }

  /// Makes the tables of what was said.
  ///
  /// @throws InputFailure where it is no code, or has no end of the block
  void build(HuffmanTable literalTable, HuffmanTable distanceTable) {
    if (lengths[END_OF_BLOCK] == 0) {
      throw damaged("a block without an end");
    }
    literalTable.build(lengths, 0, literals);
    distanceTable.build(lengths, literals, distances);
  }

  private static InputFailure damaged(String problem) {
    return new InputFailure("deflate data is damaged (" + problem + ")");
  }
}
