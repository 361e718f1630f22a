package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The codes of one deflate alphabet as a table in two levels: the next `rootBits` bits of the data
/// choose an entry of the first level, which is a symbol or says where in the second level the rest
/// of the code leads.
///
/// An entry is one number. Bits 0 to 5 are the length of the code, in the second level of its rest;
/// bits 8 to 11 a number of further bits, bits 12 to 27 a value. By the flags at the top, it is:
/// - `LITERAL`: the value is a byte
/// - no flag: a length or distance; the value is added to the further bits
/// - `SPECIAL` and `END`: the end of the block
/// - `SPECIAL` and `DEEPER`: the second level starts at the value and is chosen by the further bits
/// - `SPECIAL` alone: no such code, so the data is damaged
///
/// Source: RFC 1951 section 3.2
final class HuffmanTable {
  static final int LITERAL = 1 << 31;
  static final int SPECIAL = 1 << 30;
  static final int END = 1 << 29;
  static final int DEEPER = 1 << 28;

  /// The bits of an entry from which on the value and the number of further bits stand.
  static final int VALUE = 12;

  static final int EXTRA = 8;

  /// Longest code there can be.
  private static final int MAX_BITS = 15;

  private final Alphabet alphabet;
  private final short[] sorted;
  private final int[] counts = new int[MAX_BITS + 1];
  private final int[] offsets = new int[MAX_BITS + 2];

  /// First level, then second. A full code with such root bits never needs more than twice the
  /// first.
  final int[] entries;

  HuffmanTable(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.sorted = new short[alphabet.symbols()];
    this.entries = new int[2 << alphabet.rootBits()];
  }

  /// Makes the table from the lengths of the codes.
  ///
  /// @param lengths in order of the symbols, from `from` on; 0 for a symbol that does not occur
  /// @throws InputFailure where no such code is possible, or some codes would mean nothing
  void build(byte[] lengths, int from, int count) {
    sort(lengths, from, count);
    int most = MAX_BITS;
    while (most > 0 && counts[most] == 0) {
      most--;
    }
    int rootBits = alphabet.rootBits();
    int rootSize = 1 << rootBits;
    if (hasGaps(most)) {
      Arrays.fill(entries, 0, rootSize, SPECIAL);
    }
    int at = 0;
    int code = 0;
    for (int length = 1; length <= Math.min(most, rootBits); length++, code <<= 1) {
      for (int i = counts[length]; i > 0; i--, code++) {
        int entry = alphabet.meaning(sorted[at++]) | length;
        fill(reversed(code, length), rootSize, length, entry);
      }
    }
    if (most > rootBits) {
      buildSecond(at, code, most);
    }
  }

  /// Codes come in ascending order, so those that share their first bits follow each other.
  private void buildSecond(int firstSymbol, int firstCode, int most) {
    int rootBits = alphabet.rootBits();
    int at = firstSymbol;
    int code = firstCode;
    int owner = -1;
    int start = 0;
    int end = 1 << rootBits;
    for (int length = rootBits + 1; length <= most; length++, code <<= 1) {
      for (int i = counts[length]; i > 0; i--, code++) {
        int reversed = reversed(code, length);
        int first = reversed & (1 << rootBits) - 1;
        if (first != owner) {
          owner = first;
          int bits = secondBits(length, i, most);
          start = end;
          end += 1 << bits;
          entries[owner] = SPECIAL | DEEPER | start << VALUE | bits << EXTRA | rootBits;
        }
        int rest = length - rootBits;
        int entry = alphabet.meaning(sorted[at++]) | rest;
        fill(start + (reversed >>> rootBits), end, rest, entry);
      }
    }
  }

  /// How many bits the longest of the codes has that start as this one does, beyond the first.
  private int secondBits(int length, int leftOfLength, int most) {
    int bits = length - alphabet.rootBits();
    int free = (1 << bits) - leftOfLength;
    for (int longer = length + 1; free > 0 && longer <= most; longer++) {
      bits++;
      free = (free << 1) - counts[longer];
    }
    return bits;
  }

  private void sort(byte[] lengths, int from, int count) {
    Arrays.fill(counts, 0);
    for (int i = from; i < from + count; i++) {
      counts[lengths[i]]++;
    }
    counts[0] = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      offsets[length + 1] = offsets[length] + counts[length];
    }
    for (int i = 0; i < count; i++) {
      int length = lengths[from + i];
      if (length != 0) {
        sorted[offsets[length]++] = (short) i;
      }
    }
    Arrays.fill(offsets, 0);
  }

  /// Whether there are codes without a meaning, which only a code of a single bit may have. An
  /// empty code is an error as soon as it is used.
  private boolean hasGaps(int most) {
    int left = 1;
    for (int length = 1; length <= MAX_BITS; length++) {
      left = (left << 1) - counts[length];
      if (left < 0) {
        throw new InputFailure("deflate data is damaged (more codes than there can be)");
      }
    }
    if (left > 0 && most > (alphabet == Alphabet.LENGTHS ? 0 : 1)) {
      throw new InputFailure("deflate data is damaged (codes without a meaning)");
    }
    return left > 0;
  }

  /// Codes start with their highest bit, the data with its lowest.
  private static int reversed(int code, int length) {
    return Integer.reverse(code) >>> (Integer.SIZE - length);
  }

  private void fill(int first, int end, int length, int entry) {
    int[] table = entries;
    for (int i = first; i < end; i += 1 << length) {
      table[i] = entry;
    }
  }

  /// The three alphabets and what their symbols mean.
  static final class Alphabet {
    /// The lengths of the codes of the two others: the symbol itself is the value.
    static final Alphabet LENGTHS = new Alphabet(7, 19, symbol -> symbol << VALUE);

    /// Literals, the end of the block, lengths.
    static final Alphabet LITERALS = new Alphabet(11, 288, Alphabet::literalOrLength);

    static final Alphabet DISTANCES = new Alphabet(8, 32, Alphabet::distance);

    private static final int FIRST_LENGTH = 257;
    private static final int LONGEST = 285;

    private final int rootBits;
    private final int[] meanings;

    private Alphabet(int rootBits, int symbols, IntUnaryOperator meaning) {
      this.rootBits = rootBits;
      this.meanings = IntStream.range(0, symbols).map(meaning).toArray();
    }

    int rootBits() {
      return rootBits;
    }

    int symbols() {
      return meanings.length;
    }

    /// The entry but for the length of the code.
    int meaning(int symbol) {
      return meanings[symbol];
    }

    private static int literalOrLength(int symbol) {
      if (symbol < 256) {
        return LITERAL | symbol << VALUE;
      }
      if (symbol == 256) {
        return SPECIAL | END;
      }
      if (symbol >= LONGEST) {
        return symbol == LONGEST
            ? 258 << VALUE
            : SPECIAL; // the fixed code has two symbols to spare
      }
      int at = symbol - FIRST_LENGTH;
      int extra = Math.max(0, at / 4 - 1);
      int base = at < 4 ? at + 3 : ((4 + at % 4) << extra) + 3;
      return base << VALUE | extra << EXTRA;
    }

    private static int distance(int symbol) {
      if (symbol >= 30) {
        return SPECIAL;
      }
      int extra = Math.max(0, symbol / 2 - 1);
      int base = symbol < 2 ? symbol + 1 : ((2 + symbol % 2) << extra) + 1;
      return base << VALUE | extra << EXTRA;
    }
  }
}
