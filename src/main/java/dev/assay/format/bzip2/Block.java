package dev.assay.format.bzip2;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.util.Arrays;

/// The symbols of a block, turned back into the bytes that the Burrows-Wheeler transform sorted,
/// and links from each byte to the one that follows it.
final class Block {
  private static final int GROUP = 50;
  private static final int MAX_SELECTORS = 32_768;
  private static final int RUN_B = 1;

  /// In the low 8 bits a byte, above them the place of the next.
  private final int[] links;

  private final byte[] moved = new byte[256];
  private final int[] counts = new int[256];
  private HuffmanTable[] tables = new HuffmanTable[0];
  private byte[] selectors = new byte[0];
  private int length;
  private int origin;

  /// @param limit how many bytes a block can have
  Block(int limit) {
    links = new int[limit];
  }

  int length() {
    return length;
  }

  /// The link to the first byte.
  int start() {
    return links[origin] >>> 8;
  }

  int link(int place) {
    return links[place];
  }

  void read(BitInput in) throws IOException {
    if (in.readBit()) {
      throw damaged("it is randomised, as nobody has written it since 1998");
    }
    origin = in.read(24);
    int used = readUsed(in);
    int symbols = used + 2;
    readTables(in, symbols);
    readSymbols(in, symbols);
    if (origin >= length) {
      throw damaged("it begins beyond its end");
    }
    link();
  }

  private int readUsed(BitInput in) throws IOException {
    int rows = in.read(16);
    int used = 0;
    for (int row = 0; row < 16; row++) {
      int bits = (rows & 0x8000 >> row) == 0 ? 0 : in.read(16);
      for (int column = 0; column < 16; column++) {
        if ((bits & 0x8000 >> column) != 0) {
          moved[used++] = (byte) (row * 16 + column);
        }
      }
    }
    if (used == 0) {
      throw damaged("no byte occurs in it");
    }
    return used;
  }

  private void readTables(BitInput in, int symbols) throws IOException {
    int count = in.read(3);
    int selectorCount = in.read(15);
    if (count < 2 || count > 6 || selectorCount == 0) {
      throw damaged("it has " + count + " tables");
    }
    byte[] order = {0, 1, 2, 3, 4, 5};
    selectors = new byte[Math.min(selectorCount, MAX_SELECTORS)];
    for (int i = 0; i < selectorCount; i++) {
      int place = 0;
      while (in.readBit()) {
        if (++place >= count) {
          throw damaged("a table is none");
        }
      }
      byte table = order[place];
      System.arraycopy(order, 0, order, 1, place);
      order[0] = table;
      selectors[i] = table;
    }
    tables = new HuffmanTable[count];
    for (int i = 0; i < count; i++) {
      tables[i] = HuffmanTable.parse(in, symbols);
    }
  }

  /// Two symbols count how often the byte in front is repeated, in a number system of base two with
  /// the digits one and two; the others say which byte comes to the front.
  private void readSymbols(BitInput in, int symbols) throws IOException {
    int end = symbols - 1;
    length = 0;
    Arrays.fill(counts, 0);
    long run = 0;
    long weight = 1;
    int read = 0;
    while (true) {
      if (read / GROUP >= selectors.length) {
        throw damaged("it has more symbols than tables to read them");
      }
      int symbol = tables[selectors[read++ / GROUP]].read(in);
      if (symbol <= RUN_B) {
        run += weight << symbol;
        weight <<= 1;
        if (run > links.length) {
          throw damaged("it is longer than it may be");
        }
        continue;
      }
      append(moved[0], (int) run);
      run = 0;
      weight = 1;
      if (symbol == end) {
        return;
      }
      byte front = moved[symbol - 1];
      System.arraycopy(moved, 0, moved, 1, symbol - 1);
      moved[0] = front;
      append(front, 1);
    }
  }

  private void append(byte value, int times) {
    if (length + times > links.length) {
      throw damaged("it is longer than it may be");
    }
    Arrays.fill(links, length, length + times, value & 0xff);
    length += times;
    counts[value & 0xff] += times;
  }

  private void link() {
    int sum = 0;
    for (int value = 0; value < 256; value++) {
      int count = counts[value];
      counts[value] = sum;
      sum += count;
    }
    for (int place = 0; place < length; place++) {
      links[counts[links[place] & 0xff]++] |= place << 8;
    }
  }

  private static InputFailure damaged(String why) {
    return new InputFailure("a block of the bzip2 file is damaged: " + why);
  }
}
