package dev.assay.format.gzip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.support.TarBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ends of gzip files without their beginnings.
class DeflateTailTest {
  /// Text whose words come again and again, near and far, with stretches that cannot be packed.
  private static byte[] content(Random random, int bytes) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 2000; i++) {
      words.add(Integer.toString(random.nextInt(1 << (4 + random.nextInt(24))), 36));
    }
    var out = new ByteArrayOutputStream();
    while (out.size() < bytes) {
      if (random.nextInt(4000) == 0) {
        byte[] noise = new byte[random.nextInt(70_000)];
        random.nextBytes(noise);
        out.writeBytes(noise);
      } else if (random.nextInt(3000) == 0) {
        out.writeBytes(new byte[random.nextInt(50_000)]);
      }
      out.writeBytes(
          (words.get(random.nextInt(words.size())) + " ").getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /// Compares every byte that is said to be known with the truth.
  private static int known(byte[] truth, DeflateTail.Unpacked unpacked, String what) {
    byte[] bytes = unpacked.bytes();
    int from = truth.length - bytes.length;
    assertTrue(from >= 0, what);
    int known = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (unpacked.isKnown(i, i + 1)) {
        assertEquals(truth[from + i], bytes[i], what + " at " + i);
        known++;
      }
    }
    return known;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 9})
  void whatIsKnownIsRight(int level) {
    var random = new Random(level);
    int found = 0;
    for (int round = 0; round < 25; round++) {
      byte[] truth = content(random, 200_000 + random.nextInt(1_500_000));
      byte[] packed = TarBytes.gzip(truth, level);
      int tail = 2_000 + random.nextInt(packed.length - 2_000);
      String what = "level " + level + ", round " + round + ", tail of " + tail;
      Optional<DeflateTail.Unpacked> unpacked =
          DeflateTail.unpack(Arrays.copyOfRange(packed, packed.length - tail, packed.length));
      found += unpacked.isPresent() && known(truth, unpacked.get(), what) > 0 ? 1 : 0;
    }
    assertTrue(found >= 15, "found " + found);
  }

  @Test
  void aWholeFileIsKnownFromItsFirstBlockOnButForNothing() {
    byte[] truth = content(new Random(4), 100_000);
    byte[] packed = TarBytes.gzip(truth, 6);
    DeflateTail.Unpacked unpacked = DeflateTail.unpack(packed).orElseThrow();
    assertEquals(truth.length, unpacked.bytes().length);
    assertEquals(truth.length, known(truth, unpacked, "all"));
  }

  @Test
  void membersThatFollowKnowAllThatTheyCopy() {
    var random = new Random(5);
    byte[] first = content(random, 400_000);
    byte[] second = content(random, 300_000);
    var truth = new ByteArrayOutputStream();
    truth.writeBytes(first);
    truth.writeBytes(second);
    var packed = new ByteArrayOutputStream();
    packed.writeBytes(TarBytes.gzip(first, 6));
    byte[] last = TarBytes.gzip(second, 6);
    packed.writeBytes(last);
    byte[] tail =
        Arrays.copyOfRange(
            packed.toByteArray(), packed.size() - last.length - 60_000, packed.size());
    DeflateTail.Unpacked unpacked = DeflateTail.unpack(tail).orElseThrow();
    assertTrue(unpacked.bytes().length > second.length);
    known(truth.toByteArray(), unpacked, "members");
    int from = unpacked.bytes().length - second.length;
    assertTrue(unpacked.isKnown(from, unpacked.bytes().length));
  }

  /// A file that was packed before, stored as it is: its blocks are real ones, but not this file's.
  @Test
  void blocksOfFilesWithinAreNotTakenForTheFilesOwn() {
    var random = new Random(6);
    for (int round = 0; round < 20; round++) {
      var truth = new ByteArrayOutputStream();
      for (int i = 0; i < 6; i++) {
        truth.writeBytes(content(random, 20_000));
        truth.writeBytes(TarBytes.gzip(content(random, 200_000), 6));
      }
      byte[] packed = TarBytes.gzip(truth.toByteArray(), 6);
      int tail = packed.length / 8 + random.nextInt(packed.length / 2);
      String what = "round " + round;
      DeflateTail.unpack(Arrays.copyOfRange(packed, packed.length - tail, packed.length))
          .ifPresent(unpacked -> known(truth.toByteArray(), unpacked, what));
    }
  }

  @Test
  void noiseIsNothing() {
    var random = new Random(7);
    for (int round = 0; round < 10; round++) {
      byte[] noise = new byte[256 << 10];
      random.nextBytes(noise);
      assertTrue(DeflateTail.unpack(noise).isEmpty());
    }
    assertTrue(DeflateTail.unpack(new byte[0]).isEmpty());
    assertTrue(DeflateTail.unpack(new byte[1000]).isEmpty());
  }

  @Test
  void damageNeverMakesMoreThanTheBoundAndNeverThrows() {
    var random = new Random(8);
    byte[] packed = TarBytes.gzip(content(random, 1_000_000), 6);
    byte[] tail = Arrays.copyOfRange(packed, packed.length - 200_000, packed.length);
    for (int round = 0; round < 40; round++) {
      byte[] bytes = Arrays.copyOf(tail, random.nextInt(tail.length));
      for (int flips = random.nextInt(20); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertTrue(DeflateTail.unpack(bytes).isEmpty(), "round " + round);
    }
  }

  /// 256 KiB that unpack to as much as they can.
  @Test
  void aBombIsUnpackedFromFurtherOnOrNotAtAll() {
    byte[] truth = new byte[64 << 20];
    byte[] end = content(new Random(9), 200_000);
    System.arraycopy(end, 0, truth, truth.length - end.length, end.length);
    byte[] packed = TarBytes.gzip(truth, 9);
    byte[] tail = Arrays.copyOfRange(packed, 500, packed.length);
    DeflateTail.unpack(tail)
        .ifPresent(unpacked -> {
          assertTrue(unpacked.bytes().length <= 8 << 20, "" + unpacked.bytes().length);
          known(truth, unpacked, "bomb");
        });
  }
}
