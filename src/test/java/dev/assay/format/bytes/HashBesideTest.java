package dev.assay.format.bytes;

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
  private static final int FEW = (int) HashBeside.FEW_BYTES;

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
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
      for (int kept = 2; kept < 5; kept++) {
        assertEquals(Digest.sha256(bytes), hashed(bytes, kept, random), length + " bytes");
      }
    }
  }

  /// As its user does: buffers take turns, one more of them than are kept.
  private static Digest hashed(byte[] bytes, int kept, Random steps) throws Exception {
    byte[][] buffers = new byte[kept + 1][2 * PIECE];
    try (var hash = new HashBeside(kept)) {
      for (int at = 0, turn = 0; at < bytes.length; turn++) {
        byte[] buffer = buffers[turn % buffers.length];
        int length = Math.min(bytes.length - at, 1 + steps.nextInt(2 * PIECE));
        System.arraycopy(bytes, at, buffer, 0, length);
        hash.update(buffer, 0, length);
        at += length;
      }
      return hash.digest();
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    var hash = new HashBeside(3);
    hash.update(new byte[FEW + 2 * PIECE], 0, FEW + 2 * PIECE);
    hash.close();
    for (int i = 0; i < 100 && isHashing(); i++) {
      Thread.sleep(20);
    }
    assertFalse(isHashing());
  }

  private static boolean isHashing() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("hash"));
  }

  @Test
  void isStoppedWithTheScan() throws Exception {
    try (var hash = new HashBeside(3)) {
      hash.update(new byte[FEW + 1], 0, FEW + 1);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, hash::digest);
      assertTrue(Thread.interrupted());
    }
  }
}
