package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The literals of a block; the code of one block may serve the next.
///
/// Source: RFC 8878, section 3.1.1.3.1
final class Literals {
  static final int MAX_BYTES = 128 << 10;

  final byte[] bytes = new byte[MAX_BYTES + Window.SLACK];
  int length;
  private @Nullable Huffman code;

  void startFrame() {
    code = null;
  }

  /// Reads the literals at the start of a block.
  ///
  /// @return where they end
  int read(byte[] block, int start, int end) {
    check(start < end);
    int type = block[start] & 3;
    int format = block[start] >> 2 & 3;
    return type < 2
        ? readPlain(block, start, end, format, type == 1)
        : readCoded(block, start, end, format, type == 3);
  }

  private int readPlain(byte[] block, int start, int end, int format, boolean isRepeated) {
    int head = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
    length = (int) number(block, start, head, end) >>> (head == 1 ? 3 : 4);
    int at = start + head;
    check(length <= MAX_BYTES && at + (isRepeated ? 1 : length) <= end);
    if (isRepeated) {
      Arrays.fill(bytes, 0, length, block[at]);
      return at + 1;
    }
    System.arraycopy(block, at, bytes, 0, length);
    return at + length;
  }

  private int readCoded(byte[] block, int start, int end, int format, boolean keepsCode) {
    int head = format < 2 ? 3 : format + 2;
    int width = format < 2 ? 10 : format == 2 ? 14 : 18;
    long sizes = number(block, start, head, end) >>> 4;
    length = (int) sizes & (1 << width) - 1;
    int at = start + head;
    int stop = at + ((int) (sizes >>> width) & (1 << width) - 1);
    check(length <= MAX_BYTES && stop <= end);
    Huffman huffman = keepsCode ? code : Huffman.read(block, at, stop);
    if (huffman == null) {
      throw new InputFailure("literals that need the code of a block before the first");
    }
    code = huffman;
    int streams = keepsCode ? at : huffman.end;
    if (format == 0) {
      huffman.decode(block, streams, stop, bytes, 0, length);
    } else {
      readFour(huffman, block, streams, stop);
    }
    return stop;
  }

  private void readFour(Huffman huffman, byte[] block, int start, int end) {
    check(start + 6 <= end && length >= 6);
    int each = (length + 3) / 4;
    check(3 * each <= length);
    int at = start + 6;
    for (int i = 0; i < 4; i++) {
      int stop = i == 3 ? end : at + (int) number(block, start + 2 * i, 2, end);
      check(stop <= end);
      huffman.decode(block, at, stop, bytes, i * each, i == 3 ? length : (i + 1) * each);
      at = stop;
    }
  }

  private static long number(byte[] block, int at, int width, int end) {
    check(at + width <= end);
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (block[at + i] & 0xff);
    }
    return value;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new InputFailure("literals that do not fit their block");
    }
  }
}
