package dev.assay.format.deflate;

import java.util.Arrays;

/// A Huffman code as one table: the next bits of the data, as many as the longest word has, lead to
/// the symbol and its word's length.
///
/// Source: RFC 1951, section 3.2.2
final class PrefixCode {
  static final int MAX_BITS = 15;

  /// How many bits lead to an entry.
  private int width = 1;

  /// `symbol << 4 | length`; 0 where no word begins so.
  private int[] table = new int[2];

  /// Makes the code of these word lengths.
  ///
  /// @return whether there is one; a code that leaves words unused is one only with a single word
  boolean set(byte[] lengths, int from, int count) {
    int[] perLength = new int[MAX_BITS + 1];
    int used = 0;
    for (int i = from; i < from + count; i++) {
      perLength[lengths[i]]++;
      used += lengths[i] == 0 ? 0 : 1;
    }
    perLength[0] = 0;
    if (!isWhole(perLength, used)) {
      return false;
    }
    width = 1;
    for (int length = 1; length <= MAX_BITS; length++) {
      width = perLength[length] > 0 ? length : width;
    }
    if (table.length < 1 << width) {
      table = new int[1 << width];
    }
    Arrays.fill(table, 0, 1 << width, 0);
    fill(lengths, from, count, firstWords(perLength));
    return true;
  }

  private static boolean isWhole(int[] perLength, int used) {
    int left = 1;
    for (int length = 1; length <= MAX_BITS; length++) {
      left = 2 * left - perLength[length];
      if (left < 0) {
        return false;
      }
    }
    return left == 0 || used == 0 || (used == 1 && perLength[1] == 1);
  }

  private static int[] firstWords(int[] perLength) {
    int[] next = new int[MAX_BITS + 2];
    for (int length = 1; length <= MAX_BITS; length++) {
      next[length + 1] = (next[length] + perLength[length]) << 1;
    }
    return next;
  }

  private void fill(byte[] lengths, int from, int count, int[] next) {
    for (int symbol = 0; symbol < count; symbol++) {
      int length = lengths[from + symbol];
      if (length == 0) {
        continue;
      }
      int word = Integer.reverse(next[length]++) >>> (32 - length);
      for (int at = word; at < 1 << width; at += 1 << length) {
        table[at] = symbol << 4 | length;
      }
    }
  }

  /// The entry for the next bits, 0 where no word begins so.
  int at(long bits) {
    return table[(int) bits & ((1 << width) - 1)];
  }
}
