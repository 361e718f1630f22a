package dev.assay.format.bzip2;

import dev.assay.failure.InputFailure;
import java.io.IOException;

/// A Huffman code by the lengths of its words, which have at most 20 bits.
final class HuffmanTable {
  private static final int MAX_BITS = 20;

  /// By length: the highest word, and what to subtract from a word for its place in `symbols`.
  private final int[] limits = new int[MAX_BITS + 2];

  private final int[] bases = new int[MAX_BITS + 2];
  private final int[] symbols;

  HuffmanTable(byte[] lengths, int count) {
    symbols = new int[count];
    int place = 0;
    int word = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      bases[length] = word - place;
      for (int symbol = 0; symbol < count; symbol++) {
        if (lengths[symbol] == length) {
          symbols[place++] = symbol;
          word++;
        }
      }
      limits[length] = word - 1;
      word <<= 1;
    }
  }

  int read(BitInput in) throws IOException {
    int word = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      word = word << 1 | in.read(1);
      int place = word - bases[length];
      if (word <= limits[length] && place >= 0 && place < symbols.length) {
        return symbols[place];
      }
    }
    throw new InputFailure("the bzip2 file is damaged: a word is in no table");
  }

  /// The lengths as a block writes them: the first, then the steps to each next one.
  static HuffmanTable parse(BitInput in, int count) throws IOException {
    byte[] lengths = new byte[count];
    int length = in.read(5);
    for (int symbol = 0; symbol < count; symbol++) {
      while (in.readBit()) {
        length += in.readBit() ? -1 : 1;
        if (length < 1 || length > MAX_BITS) {
          throw damaged();
        }
      }
      if (length < 1 || length > MAX_BITS) {
        throw damaged();
      }
      lengths[symbol] = (byte) length;
    }
    return new HuffmanTable(lengths, count);
  }

  private static InputFailure damaged() {
    return new InputFailure("the bzip2 file is damaged: a table has words of no length");
  }
}
