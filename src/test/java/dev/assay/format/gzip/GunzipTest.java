package dev.assay.format.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class GunzipTest {
  /// Every way there is here must give the same, or the same failure.
  private static byte[] unpack(byte[] file) throws IOException {
    try {
      byte[] content = unpack(file, Inflation.JDK);
      assertArrayEquals(content, unpack(file, Inflation.JAVA));
      if (Inflation.ISAL.isAvailable()) {
        assertArrayEquals(content, unpack(file, Inflation.ISAL));
      }
      return content;
    } catch (InputFailure e) {
      assertThrows(InputFailure.class, () -> unpack(file, Inflation.JAVA));
      if (Inflation.ISAL.isAvailable()) {
        assertThrows(InputFailure.class, () -> unpack(file, Inflation.ISAL));
      }
      throw e;
    }
  }

  private static byte[] unpack(byte[] file, Inflation way) throws IOException {
    try (var in = new Gunzip(new ByteArrayInputStream(file), way.start())) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void readsMembersOneAfterTheOtherAndPadding() throws IOException {
    byte[] a = random(300_000);
    byte[] b = new byte[500_000];
    byte[] file =
        joined(TarBytes.gzip(a), TarBytes.gzip(new byte[0]), TarBytes.gzip(b), new byte[1000]);
    assertArrayEquals(joined(a, b), unpack(file));
    for (Inflation way : Inflation.values()) {
      if (way.isAvailable()) {
        try (var in = new Gunzip(dribbling(file), way.start())) {
          assertArrayEquals(joined(a, b), in.readAllBytes());
        }
      }
    }
  }

  /// Hands out few bytes at a time, as a network does.
  private static InputStream dribbling(byte[] content) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] out, int offset, int length) {
        return super.read(out, offset, Math.min(length, 7));
      }
    };
  }

  @Test
  void readsEveryPartOfAHeader() throws IOException {
    byte[] plain = TarBytes.gzip("content".getBytes(StandardCharsets.UTF_8));
    byte[] header =
        joined(
            new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3},
            new byte[] {3, 0, 'x', 'y', 'z'},
            "name\0comment\0".getBytes(StandardCharsets.UTF_8));
    var crc = new CRC32();
    crc.update(header);
    byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    assertEquals("content", new String(unpack(joined(header, sum, body)), StandardCharsets.UTF_8));
    sum[0] ^= 1;
    fails("the header does not match its checksum", joined(header, sum, body));
  }

  @Test
  void namesEveryKindOfDamage() {
    byte[] file = TarBytes.gzip(random(10_000));
    fails("not a gzip file", new byte[] {'P', 'K', 3, 4});
    fails("not a gzip file", new byte[0]);
    fails("within a member's header", Arrays.copyOf(file, 5));
    fails("ends within compressed data", Arrays.copyOf(file, file.length / 2));
    fails("before the member's trailer", Arrays.copyOf(file, file.length - 1));
    fails("the content does not match its checksum", flipped(file, file.length - 8));
    fails("another length", flipped(file, file.length - 1));
    fails("unknown flags", flipped(file, 3, 0x80));
    fails("unknown compression method", flipped(file, 2));
    fails("is no gzip", joined(file, "text".getBytes(StandardCharsets.UTF_8)));
    fails("neither gzip nor zero padding", joined(file, new byte[] {0, 0, 1}));
    fails("gzip member at byte " + file.length, joined(file, Arrays.copyOf(file, 50)));
  }

  private static byte[] flipped(byte[] file, int at) {
    return flipped(file, at, 1);
  }

  private static byte[] flipped(byte[] file, int at, int bits) {
    byte[] copy = file.clone();
    copy[at] ^= (byte) bits;
    return copy;
  }

  private static void fails(String problem, byte[] file) {
    InputFailure failure = assertThrows(InputFailure.class, () -> unpack(file));
    assertTrue(String.valueOf(failure.getMessage()).contains(problem), failure::getMessage);
  }

  @Test
  void noFlippedBitChangesTheContentUnnoticed() throws IOException {
    byte[] text = "a line that repeats, and repeats\n".repeat(300).getBytes(StandardCharsets.UTF_8);
    byte[] content = joined(text, random(2000));
    byte[] file = TarBytes.gzip(content);
    int unnoticed = 0;
    int noticed = 0;
    for (int bit = 80; bit < 8 * file.length; bit++) {
      byte[] damaged = flipped(file, bit / 8, 1 << bit % 8);
      try {
        // The bits that fill the last byte of the data mean nothing.
        assertArrayEquals(content, unpack(damaged));
        unnoticed++;
      } catch (InputFailure e) {
        noticed++;
      }
    }
    assertTrue(noticed > 0);
    assertTrue(unnoticed < 8, "only filling bits: " + unnoticed);
  }
}
