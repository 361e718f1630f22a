package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;

/// A finite state entropy code: for each state the symbol, how many bits to read, and what to add
/// to them for the next state.
///
/// Source: RFC 8878, section 4.1
final class Fse {
  final int accuracyLog;
  final byte[] symbols;
  final byte[] bitCounts;
  final short[] baselines;

  private Fse(int accuracyLog) {
    int size = 1 << accuracyLog;
    this.accuracyLog = accuracyLog;
    this.symbols = new byte[size];
    this.bitCounts = new byte[size];
    this.baselines = new short[size];
  }

  /// The code that knows one symbol and needs no bits.
  static Fse ofOne(int symbol) {
    var fse = new Fse(0);
    fse.symbols[0] = (byte) symbol;
    return fse;
  }

  /// Builds the code from how often each symbol comes, in units of one state; -1 is less than one.
  static Fse of(short[] counts, int symbolCount, int accuracyLog) {
    var fse = new Fse(accuracyLog);
    int size = 1 << accuracyLog;
    int high = size - 1;
    short[] next = new short[symbolCount];
    for (int s = 0; s < symbolCount; s++) {
      next[s] = counts[s] == -1 ? 1 : counts[s];
      if (counts[s] == -1) {
        fse.symbols[high--] = (byte) s;
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int at = 0;
    for (int s = 0; s < symbolCount; s++) {
      for (int i = 0; i < counts[s]; i++) {
        fse.symbols[at] = (byte) s;
        do {
          at = (at + step) & (size - 1);
        } while (at > high);
      }
    }
    for (int state = 0; state < size; state++) {
      int rank = next[fse.symbols[state]]++;
      int bits = accuracyLog - (31 - Integer.numberOfLeadingZeros(rank));
      fse.bitCounts[state] = (byte) bits;
      fse.baselines[state] = (short) ((rank << bits) - size);
    }
    return fse;
  }

  int next(int state, Bits bits) {
    return baselines[state] + (int) bits.read(bitCounts[state]);
  }

  /// A code and where its description ends.
  record Described(Fse fse, int end) {}

  /// Reads the description of a code.
  ///
  /// @param end of the bytes it may take
  static Described read(byte[] bytes, int start, int end, int maxLog, int maxSymbol) {
    var in = new Description(bytes, start, end);
    int accuracyLog = in.read(4) + 5;
    if (accuracyLog > maxLog) {
      throw new InputFailure("an entropy code that is too fine");
    }
    short[] counts = new short[maxSymbol + 1];
    int remaining = (1 << accuracyLog) + 1;
    int threshold = 1 << accuracyLog;
    int bits = accuracyLog + 1;
    int symbol = 0;
    while (remaining > 1 && symbol <= maxSymbol) {
      int max = 2 * threshold - 1 - remaining;
      int value = in.peek(bits);
      int count;
      if ((value & (threshold - 1)) < max) {
        count = value & (threshold - 1);
        in.skip(bits - 1);
      } else {
        count = value >= threshold ? value - max : value;
        in.skip(bits);
      }
      count--;
      remaining -= Math.abs(count);
      counts[symbol++] = (short) count;
      while (remaining < threshold && threshold > 1) {
        bits--;
        threshold >>= 1;
      }
      if (count == 0) {
        symbol += in.zeros();
      }
    }
    if (remaining != 1 || symbol > maxSymbol + 1) {
      throw new InputFailure("an entropy code that does not add up");
    }
    return new Described(of(counts, symbol, accuracyLog), in.end());
  }

  /// Bits from the start of bytes on.
  private static final class Description {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int bit;

    Description(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.start = start;
      this.end = end;
    }

    int peek(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int at = start + ((bit + i) >> 3);
        value |= (at < end ? (bytes[at] >> ((bit + i) & 7)) & 1 : 0) << i;
      }
      return value;
    }

    void skip(int count) {
      bit += count;
      end();
    }

    int read(int count) {
      int value = peek(count);
      skip(count);
      return value;
    }

    /// How many more symbols never come.
    int zeros() {
      int zeros = 0;
      int more;
      do {
        more = read(2);
        zeros += more;
      } while (more == 3);
      return zeros;
    }

    int end() {
      int at = start + ((bit + 7) >> 3);
      if (at > end) {
        throw new InputFailure("an entropy code that is cut short");
      }
      return at;
    }
  }
}
