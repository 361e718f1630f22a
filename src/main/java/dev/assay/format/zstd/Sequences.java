package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import org.jspecify.annotations.Nullable;

/// The sequences of a block: literals to copy, then a match.
///
/// Source: RFC 8878, sections 3.1.1.3.2 and 3.1.1.4
final class Sequences {
  private static final int MAX_LENGTH_SYMBOL = 35;
  private static final int MAX_MATCH_SYMBOL = 52;
  private static final int MAX_OFFSET_SYMBOL = 31;

  private static final Fse LENGTHS =
      Fse.of(
          new short[] {
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1,
            1, 1, 1, -1, -1, -1, -1
          },
          36,
          6);
  private static final Fse MATCHES =
      Fse.of(
          new short[] {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
          },
          53,
          6);
  private static final Fse OFFSETS =
      Fse.of(
          new short[] {
            1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1,
            -1
          },
          29,
          5);

  /// By symbol: the least length, and how many bits say how much more.
  private static final int[] LENGTH_BASE = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64,
    128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
  };

  private static final byte[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };
  private static final int[] MATCH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051,
    4099, 8195, 16387, 32771, 65539
  };
  private static final byte[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };

  private @Nullable Fse lengths;
  private @Nullable Fse matches;
  private @Nullable Fse offsets;
  private int last = 1;
  private int lastButOne = 4;
  private int lastButTwo = 8;
  private int at;

  void startFrame() {
    lengths = null;
    matches = null;
    offsets = null;
    last = 1;
    lastButOne = 4;
    lastButTwo = 8;
  }

  /// Runs the sequences at the end of a block.
  ///
  /// @param limit how many bytes the block may unpack to
  void run(byte[] block, int start, int end, Literals literals, Window window, int limit) {
    at = start;
    int count = count(block, end);
    if (count == 0) {
      check(at == end && literals.length <= limit);
      window.append(literals.bytes, 0, literals.length);
      return;
    }
    check(at < end);
    int modes = block[at++] & 0xff;
    check((modes & 3) == 0);
    var codes =
        new Codes(
            code(modes >> 6, block, end, LENGTHS, lengths, 9, MAX_LENGTH_SYMBOL),
            code(modes >> 4, block, end, OFFSETS, offsets, 8, MAX_OFFSET_SYMBOL),
            code(modes >> 2, block, end, MATCHES, matches, 9, MAX_MATCH_SYMBOL));
    lengths = codes.lengths;
    offsets = codes.offsets;
    matches = codes.matches;
    run(codes, new Bits(block, at, end), count, literals, window, limit);
  }

  private record Codes(Fse lengths, Fse offsets, Fse matches) {}

  private int count(byte[] block, int end) {
    check(at < end);
    int first = block[at++] & 0xff;
    if (first < 128) {
      return first;
    }
    check(at + (first == 255 ? 2 : 1) <= end);
    int second = block[at++] & 0xff;
    return first < 255
        ? ((first - 128) << 8) + second
        : second + ((block[at++] & 0xff) << 8) + 0x7f00;
  }

  private Fse code(
      int mode,
      byte[] block,
      int end,
      Fse standard,
      @Nullable Fse before,
      int maxLog,
      int maxSymbol) {
    return switch (mode & 3) {
      case 0 -> standard;
      case 1 -> {
        check(at < end && (block[at] & 0xff) <= maxSymbol);
        yield Fse.ofOne(block[at++]);
      }
      case 2 -> {
        Fse.Described described = Fse.read(block, at, end, maxLog, maxSymbol);
        at = described.end();
        yield described.fse();
      }
      default -> {
        if (before == null) {
          throw new InputFailure("sequences that need the code of a block before the first");
        }
        yield before;
      }
    };
  }

  private void run(Codes codes, Bits bits, int count, Literals literals, Window window, int limit) {
    int lengthState = (int) bits.read(codes.lengths.accuracyLog);
    int offsetState = (int) bits.read(codes.offsets.accuracyLog);
    int matchState = (int) bits.read(codes.matches.accuracyLog);
    int blockEnd = window.end + limit;
    int used = 0;
    for (int left = count; left > 0; left--) {
      bits.refill();
      int offsetBits = codes.offsets.symbols[offsetState];
      int offsetValue = (int) ((1L << offsetBits) + bits.read(offsetBits));
      bits.refill();
      int matchSymbol = codes.matches.symbols[matchState];
      int match = MATCH_BASE[matchSymbol] + (int) bits.read(MATCH_BITS[matchSymbol]);
      int lengthSymbol = codes.lengths.symbols[lengthState];
      int length = LENGTH_BASE[lengthSymbol] + (int) bits.read(LENGTH_BITS[lengthSymbol]);
      if (left > 1) {
        bits.refill();
        lengthState = codes.lengths.next(lengthState, bits);
        matchState = codes.matches.next(matchState, bits);
        offsetState = codes.offsets.next(offsetState, bits);
      }
      int offset = offset(offsetValue, length == 0);
      check(length <= literals.length - used && length + match <= blockEnd - window.end);
      window.literals(literals.bytes, used, length);
      used += length;
      check(offset > 0 && offset <= window.end);
      window.match(offset, match);
    }
    check(bits.left() == 0);
    int rest = literals.length - used;
    check(rest <= blockEnd - window.end);
    window.append(literals.bytes, used, rest);
  }

  /// Values up to three name one of the last offsets.
  private int offset(int value, boolean isWithoutLiterals) {
    int offset;
    int which = value - 1 + (isWithoutLiterals ? 1 : 0);
    if (value > 3 || value < 0) {
      offset = value - 3;
    } else if (which == 0) {
      return last;
    } else if (which == 1) {
      offset = lastButOne;
      lastButOne = last;
      last = offset;
      return offset;
    } else {
      offset = which == 2 ? lastButTwo : last - 1;
    }
    lastButTwo = lastButOne;
    lastButOne = last;
    last = offset;
    return offset;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new InputFailure("sequences that do not fit their block");
    }
  }
}
