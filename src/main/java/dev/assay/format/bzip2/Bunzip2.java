package dev.assay.format.bzip2;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;

/// The unpacked bytes of a bzip2 file. Every checksum is compared. Reading fails with
/// `InputFailure` where the file breaks the format or ends too early.
public final class Bunzip2 extends InputStream {
  private static final int BLOCK_HIGH = 0x314159;
  private static final int BLOCK_LOW = 0x265359;
  private static final int END_HIGH = 0x177245;
  private static final int END_LOW = 0x385090;
  private static final int[] CRC = crcTable();

  private final InputStream in;
  private final BitInput bits;
  private final byte[] one = new byte[1];
  private Block block = new Block(0);
  private boolean isAtEnd;
  private int all;

  // The block that is being given out.
  private int wanted;
  private int crc;
  private int left;
  private int place;
  private int last = -1;
  private int equal;
  private int repeats;

  /// @param in closed together with this stream
  public Bunzip2(InputStream in) throws IOException {
    this.in = in;
    this.bits = new BitInput(in);
    begin();
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int value = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value << 1 ^ (value < 0 ? 0x04c11db7 : 0);
      }
      table[i] = value;
    }
    return table;
  }

  private void begin() throws IOException {
    int magic = bits.read(24);
    int level = bits.read(8) - '0';
    if (magic != ('B' << 16 | 'Z' << 8 | 'h') || level < 1 || level > 9) {
      throw new InputFailure("it is no bzip2 file");
    }
    block = new Block(level * 100_000);
    all = 0;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && (repeats > 0 || left > 0 || nextBlock())) {
      count += give(out, offset + count, length - count);
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  /// Four equal bytes are followed by a number of how many more there are.
  private int give(byte[] out, int offset, int length) {
    int count = 0;
    int sum = crc;
    while (count < length && (repeats > 0 || left > 0)) {
      if (repeats > 0) {
        repeats--;
      } else {
        int link = block.link(place);
        place = link >>> 8;
        left--;
        int value = link & 0xff;
        if (equal == 4) {
          repeats = value;
          equal = 0;
          continue;
        }
        equal = value == last ? equal + 1 : 1;
        last = value;
      }
      out[offset + count++] = (byte) last;
      sum = sum << 8 ^ CRC[(sum >>> 24 ^ last) & 0xff];
    }
    crc = sum;
    return count;
  }

  private boolean nextBlock() throws IOException {
    checkBlock();
    while (!isAtEnd) {
      int high = bits.read(24);
      int low = bits.read(24);
      if (high == BLOCK_HIGH && low == BLOCK_LOW) {
        wanted = bits.read(32);
        block.read(bits);
        crc = -1;
        left = block.length();
        place = block.start();
        last = -1;
        equal = 0;
        return true;
      }
      if (high != END_HIGH || low != END_LOW) {
        throw new InputFailure("the bzip2 file is damaged: a block has no mark");
      }
      if (bits.read(32) != all) {
        throw new InputFailure("the bzip2 file is damaged: its checksum is another one");
      }
      isAtEnd = !bits.align();
      if (!isAtEnd) {
        begin();
      }
    }
    return false;
  }

  private void checkBlock() {
    if (last < 0) {
      return;
    }
    if (~crc != wanted) {
      throw new InputFailure("a block of the bzip2 file is damaged: its checksum is another one");
    }
    all = (all << 1 | all >>> 31) ^ wanted;
    last = -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
