package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CacheEntryTest {
  private static final int SEED = 20_251_122;

  /// Where the checksum stands, and where what it is of begins.
  private static final int SUM = 8;

  private static final int SUMMED = 12;

  @Test
  void valuesComeBackInTheirOrder() throws IOException {
    long[] many = new Random(SEED).longs(50_000).toArray();
    byte[] entry =
        CacheEntry.pack(out -> {
          out.number(-7);
          out.hashes(new long[] {1, -2});
          out.text("naïve");
          out.number(1L << 40);
          out.hashes(many);
          out.truth(true);
        });
    String read =
        CacheEntry.unpack(
            entry,
            in -> {
              assertEquals(-7, in.number());
              assertArrayEquals(new long[] {1, -2}, in.hashes());
              assertEquals("naïve", in.text());
              assertEquals(1L << 40, in.longNumber());
              assertArrayEquals(many, in.hashes());
              return in.truth() ? "all" : "";
            });
    assertEquals("all", read);
  }

  @Test
  void nothingIsAnEntryToo() throws IOException {
    assertEquals("", CacheEntry.unpack(CacheEntry.pack(out -> {}), in -> ""));
  }

  private static byte[] entry() {
    return CacheEntry.pack(out -> {
      out.text("some text ".repeat(50));
      out.hashes(new long[] {1, 2, 3});
    });
  }

  private static String read(byte[] entry) throws IOException {
    return CacheEntry.unpack(entry, in -> in.text() + in.hashes().length);
  }

  @Test
  void whatIsCutOffOrFlippedIsRefused() {
    byte[] entry = entry();
    for (int length = 0; length < entry.length; length++) {
      byte[] cut = Arrays.copyOf(entry, length);
      assertThrows(IOException.class, () -> read(cut));
    }
    for (int bit = 0; bit < 8 * entry.length; bit++) {
      byte[] flipped = entry.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(IOException.class, () -> read(flipped));
    }
  }

  /// Who writes to a shared cache may get the checksum right: it is an error all the same, not
  /// memory without end.
  @Test
  void whatLiesWithTheRightChecksumIsRefusedOrReadButNoMore() throws IOException {
    Random random = new Random(SEED);
    byte[] entry = entry();
    for (int run = 0; run < 5_000; run++) {
      byte[] changed = entry.clone();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        changed[SUMMED + random.nextInt(changed.length - SUMMED)] = (byte) random.nextInt();
      }
      sum(changed);
      try {
        read(changed);
      } catch (IOException e) {
        continue; // as it should be
      }
    }
    assertEquals("some text ".repeat(50) + 3, read(entry));
  }

  @Test
  void aLengthOfTheValuesThatNoEntryHasIsRefused() {
    // The last but one is more than so few bytes can unpack to.
    int[] lengths = {-1, Integer.MAX_VALUE, CacheEntry.MAX_BYTES, CacheEntry.MAX_BYTES + 1};
    for (int length : lengths) {
      byte[] entry = entry();
      ByteBuffer.wrap(entry).putInt(SUMMED, length);
      sum(entry);
      IOException refused = assertThrows(IOException.class, () -> read(entry));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("lengths of"), refused::toString);
    }
  }

  private static void sum(byte[] entry) {
    var sum = new CRC32();
    sum.update(entry, SUMMED, entry.length - SUMMED);
    ByteBuffer.wrap(entry).putInt(SUM, (int) sum.getValue());
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] entry = entry();
    entry[7]--;
    assertEquals("another format", assertThrows(IOException.class, () -> read(entry)).getMessage());
  }
}
