package dev.assay.format.bzip2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

/// What another program packs comes out as it was.
final class Bunzip2Test {
  private static byte[] packed(byte[] content, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out, level)) {
      bzip2.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (Bunzip2 in = new Bunzip2(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  @Test
  void everyKindOfContentComesOutAsItWas() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      byte[] content = new byte[random.nextInt(round % 10 == 0 ? 400_000 : 4_000)];
      int letters = 1 + random.nextInt(256);
      int run = 1 + random.nextInt(600);
      for (int i = 0; i < content.length; ) {
        int end = Math.min(content.length, i + 1 + random.nextInt(run));
        Arrays.fill(content, i, end, (byte) random.nextInt(letters));
        i = end;
      }
      assertArrayEquals(content, unpacked(packed(content, 1 + round % 9)), "round " + round);
    }
  }

  @Test
  void severalStreamsAreOne() throws IOException {
    byte[] first = packed(new byte[] {1, 2, 3}, 1);
    byte[] empty = packed(new byte[0], 9);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(empty);
    all.writeBytes(first);
    assertArrayEquals(new byte[] {1, 2, 3, 1, 2, 3}, unpacked(all.toByteArray()));
  }

  @Test
  void damageEndsInAnInputFailureOrInTheSameBytes() throws IOException {
    Random random = new Random(4);
    byte[] content = new byte[3_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt(9);
    }
    byte[] whole = packed(content, 1);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        // The padding behind the last checksum means nothing.
        assertArrayEquals(content, unpacked(damaged));
      } catch (InputFailure e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(InputFailure.class, () -> unpacked(cut));
    }
  }
}
