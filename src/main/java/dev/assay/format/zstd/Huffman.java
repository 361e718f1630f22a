package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import java.util.Arrays;

/// The code of literals: a table by the next bits of the symbol and how many bits it has.
///
/// Source: RFC 8878, section 4.2
final class Huffman {
  private static final int MAX_LOG = 11;
  private static final int MAX_WEIGHTS = 255;

  private final int log;
  private final short[] table; // bit count above the symbol

  /// Where the description ends.
  final int end;

  private Huffman(int log, short[] table, int end) {
    this.log = log;
    this.table = table;
    this.end = end;
  }

  /// Reads the description of a code.
  static Huffman read(byte[] bytes, int start, int end) {
    if (start >= end) {
      throw new InputFailure("literals without their code");
    }
    int head = bytes[start] & 0xff;
    byte[] weights = new byte[MAX_WEIGHTS + 1];
    if (head >= 128) {
      int count = head - 127;
      int stop = start + 1 + (count + 1) / 2;
      check(stop <= end);
      for (int i = 0; i < count; i++) {
        int pair = bytes[start + 1 + i / 2];
        weights[i] = (byte) ((i % 2 == 0 ? pair >> 4 : pair) & 15);
      }
      return of(weights, count, stop);
    }
    int stop = start + 1 + head;
    check(stop <= end);
    return of(weights, readWeights(bytes, start + 1, stop, weights), stop);
  }

  private static int readWeights(byte[] bytes, int start, int end, byte[] weights) {
    Fse.Described described = Fse.read(bytes, start, end, 6, MAX_LOG + 1);
    Fse fse = described.fse();
    var bits = new Bits(bytes, described.end(), end);
    int one = (int) bits.read(fse.accuracyLog);
    int other = (int) bits.read(fse.accuracyLog);
    check(bits.left() >= 0);
    int count = 0;
    while (count < MAX_WEIGHTS - 1) {
      weights[count++] = fse.symbols[one];
      if (bits.left() < fse.bitCounts[one]) {
        weights[count++] = fse.symbols[other];
        return count;
      }
      bits.refill();
      int next = fse.next(one, bits);
      one = other;
      other = next;
    }
    throw new InputFailure("a code of literals that does not end");
  }

  private static Huffman of(byte[] weights, int count, int end) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      check(weights[i] <= MAX_LOG);
      sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
    }
    check(sum > 0);
    int log = 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << log) - sum;
    check(log <= MAX_LOG && Integer.bitCount(rest) == 1);
    weights[count] = (byte) (32 - Integer.numberOfLeadingZeros(rest)); // the last is not written
    short[] table = new short[1 << log];
    int at = 0;
    for (int weight = 1; weight <= log; weight++) {
      for (int symbol = 0; symbol <= count; symbol++) {
        if (weights[symbol] == weight) {
          int width = 1 << (weight - 1);
          check(at + width <= table.length);
          Arrays.fill(table, at, at + width, (short) (((log + 1 - weight) << 8) | symbol));
          at += width;
        }
      }
    }
    check(at == table.length);
    return new Huffman(log, table, end);
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new InputFailure("a code of literals that does not add up");
    }
  }

  /// Decodes one stream of literals, all of it.
  void decode(byte[] bytes, int start, int end, byte[] out, int from, int to) {
    var bits = new Bits(bytes, start, end);
    int at = from;
    int shift = log;
    short[] codes = table;
    while (at < to) {
      bits.refill();
      int stop = Math.min(to, at + 5); // five symbols of eleven bits
      while (at < stop) {
        int code = codes[(int) bits.peek(shift)];
        bits.skip(code >> 8);
        out[at++] = (byte) code;
      }
    }
    if (bits.left() != 0) {
      throw new InputFailure("literals that do not fill their stream");
    }
  }
}
