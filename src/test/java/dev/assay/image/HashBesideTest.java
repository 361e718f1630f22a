package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Digest;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HashBesideTest {
  private static final int PIECE = 256 << 10;
  private static final int FEW = 8 << 20;

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Digest hashed(byte[] bytes, Random steps) throws Exception {
    try (var hash = new HashBeside()) {
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, 1 + steps.nextInt(2 * PIECE));
        hash.update(bytes, at, length);
        at += length;
      }
      return hash.digest();
    }
  }

  @Test
  void hashesWhateverComesInWhateverSteps() throws Exception {
    var random = new Random(1);
    byte[] all = random(random, FEW + 9 * PIECE + 5);
    int[] lengths =
        IntStream.concat(
                IntStream.of(0, 1, FEW - 1, FEW, FEW + 1, FEW + PIECE, FEW + 3 * PIECE, all.length),
                random.ints(12, FEW, all.length))
            .toArray();
    for (int length : lengths) {
      byte[] bytes = Arrays.copyOf(all, length);
      assertEquals(Digest.sha256(bytes), hashed(bytes, random), length + " bytes");
    }
  }

  /// The buffer that bytes come in is used again before they are hashed.
  @Test
  void keepsNoHoldOfTheBytes() throws Exception {
    byte[] bytes = random(new Random(2), FEW + 4 * PIECE);
    try (var hash = new HashBeside()) {
      byte[] buffer = new byte[1000];
      for (int at = 0; at < bytes.length; at += buffer.length) {
        int length = Math.min(buffer.length, bytes.length - at);
        System.arraycopy(bytes, at, buffer, 0, length);
        hash.update(buffer, 0, length);
        Arrays.fill(buffer, (byte) 0);
      }
      assertEquals(Digest.sha256(bytes), hash.digest());
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    var hash = new HashBeside();
    hash.update(new byte[FEW + 2 * PIECE], 0, FEW + 2 * PIECE);
    hash.close();
    for (int i = 0; i < 100 && isHashing(); i++) {
      Thread.sleep(20);
    }
    assertFalse(isHashing());
  }

  private static boolean isHashing() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("layer-hash"));
  }

  @Test
  void isStoppedWithTheScan() throws Exception {
    try (var hash = new HashBeside()) {
      hash.update(new byte[FEW + 1], 0, FEW + 1);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, hash::digest);
      assertTrue(Thread.interrupted());
    }
  }
}
