package dev.assay.format.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.support.Tools;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnzstdTest {
  @TempDir private Path folder;

  private static byte[] unpack(byte[] file) throws IOException {
    try (var in = new Unzstd(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private byte[] zstd(byte[] content, String... options) throws IOException, InterruptedException {
    Path from = Files.write(folder.resolve("content"), content);
    Path to = folder.resolve("content.zst");
    var command = new ArrayList<String>(List.of(Tools.require("zstd").toString(), "-qf"));
    command.addAll(List.of(options));
    command.addAll(List.of(from.toString(), "-o", to.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllBytes(to);
  }

  /// Text, noise, long runs and far repetitions, in turn.
  private static byte[] mixed(int length, long seed) {
    var random = new Random(seed);
    var out = new ByteArrayOutputStream();
    while (out.size() < length) {
      switch (random.nextInt(6)) {
        case 0 -> {
          byte[] noise = new byte[random.nextInt(40_000)];
          random.nextBytes(noise);
          out.writeBytes(noise);
        }
        case 1 -> out.writeBytes(new byte[random.nextInt(300_000)]);
        case 2 -> {
          byte[] so = out.toByteArray();
          if (so.length > 0) {
            int from = random.nextInt(so.length);
            out.write(so, from, Math.min(so.length - from, random.nextInt(200_000)));
          }
        }
        case 3 ->
            out.writeBytes("ab".repeat(random.nextInt(3000)).getBytes(StandardCharsets.UTF_8));
        case 4 -> {
          byte[] few = new byte[random.nextInt(60_000)];
          for (int i = 0; i < few.length; i++) {
            few[i] = (byte) ('a' + (int) Math.abs(3 * random.nextGaussian()));
          }
          out.writeBytes(few);
        }
        default -> {
          for (int i = random.nextInt(5000); i > 0; i--) {
            out.writeBytes(("line " + random.nextInt(900) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
    return Arrays.copyOf(out.toByteArray(), length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "--fast=5",
        "-3",
        "-9 --no-check",
        "-15",
        "-19",
        "--ultra -22",
        "-3 --long=27",
        "-3 --no-content-size",
        "-19 --long=25 --no-content-size"
      })
  void readsWhatZstdWrites(String options) throws Exception {
    for (int length : new int[] {0, 1, 100, 1 << 17, 3_000_000}) {
      byte[] content = mixed(length, length + 5L);
      assertArrayEquals(content, unpack(zstd(content, options.split(" "))), "length " + length);
    }
  }

  @Test
  void readsFarMatchesOfALargeWindow() throws Exception {
    byte[] part = mixed(3_000_000, 1);
    var all = new ByteArrayOutputStream();
    all.writeBytes(part);
    all.writeBytes(mixed(21_000_000, 2));
    all.writeBytes(part);
    byte[] packed = zstd(all.toByteArray(), "-1", "--long=25", "--no-content-size");
    assertArrayEquals(all.toByteArray(), unpack(packed));
  }

  @Test
  void readsAnotherEncodersFrames() throws IOException {
    for (int length : new int[] {1, 1000, 2_000_000}) {
      byte[] content = mixed(length, 3);
      var compressor = new ZstdJavaCompressor();
      byte[] packed = new byte[compressor.maxCompressedLength(length)];
      int size = compressor.compress(content, 0, length, packed, 0, packed.length);
      assertArrayEquals(content, unpack(Arrays.copyOf(packed, size)));
    }
  }

  @Test
  void readsFramesOneAfterTheOtherAndSkipsThoseWithout() throws Exception {
    byte[] a = mixed(100_000, 8);
    byte[] b = mixed(5, 9);
    var file = new ByteArrayOutputStream();
    byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};
    for (byte[] part :
        List.of(skippable, zstd(a), skippable, zstd(new byte[0]), zstd(b), skippable)) {
      file.writeBytes(part);
    }
    byte[] expected = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, expected, a.length, b.length);
    assertTrue(Unzstd.isMagic(file.toByteArray()));
    assertArrayEquals(expected, unpack(file.toByteArray()));
  }

  @Test
  void namesEveryKindOfDamage() throws Exception {
    byte[] file = zstd(mixed(200_000, 4));
    fails("not a zstd file", new byte[] {'P', 'K', 3, 4, 5});
    fails("ends within", new byte[0]);
    fails("does not match its checksum", flipped(file, file.length - 1, 1));
    for (int length = 1; length < file.length; length += 997) {
      fails("ends within", Arrays.copyOf(file, length));
    }
    byte[] longer = Arrays.copyOf(file, file.length + 4);
    fails("what follows the last frame is no zstd", longer);
    byte[] window = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff, 0, 0, 0};
    fails("asks for a window of 4123168604160 bytes", window);
    byte[] dictionary = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 0, 7, 0, 0, 0};
    fails("needs a dictionary", dictionary);
    byte[] reserved = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 7, 0, 0};
    fails("unknown kind", reserved);
  }

  private static byte[] flipped(byte[] file, int at, int bits) {
    byte[] copy = file.clone();
    copy[at] ^= (byte) bits;
    return copy;
  }

  private static void fails(String problem, byte[] file) {
    InputFailure failure = assertThrows(InputFailure.class, () -> unpack(file));
    assertTrue(String.valueOf(failure.getMessage()).contains(problem), failure::getMessage);
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("zstd frame at byte "),
        failure::getMessage);
  }

  @Test
  void damageEndsInAFailureOrDoesNotMatter() throws Exception {
    var random = new Random(17);
    for (String level : List.of("-1", "-19")) {
      byte[] content = mixed(60_000, 6);
      byte[] good = zstd(content, level);
      int failures = 0;
      for (int round = 0; round < 1500; round++) {
        byte[] damaged = good.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          assertArrayEquals(content, unpack(damaged));
        } catch (InputFailure e) {
          failures++;
        }
      }
      assertTrue(failures > 1400, "damage is found: " + failures);
    }
  }

  @Test
  void noiseBehindAHeaderEndsInAFailureOrInBytes() {
    var random = new Random(23);
    int failures = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] noise = new byte[20 + random.nextInt(400)];
      random.nextBytes(noise);
      byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x58};
      System.arraycopy(head, 0, noise, 0, head.length);
      int size = noise.length - 9;
      noise[6] = (byte) (size << 3 | 2 << 1 | 1);
      noise[7] = (byte) (size >> 5);
      noise[8] = 0;
      try {
        unpack(noise);
      } catch (InputFailure e) {
        failures++;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    assertTrue(failures > 2000, "" + failures);
  }
}
