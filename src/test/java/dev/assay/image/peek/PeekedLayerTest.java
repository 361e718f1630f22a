package dev.assay.image.peek;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.image.index.MemoryRanges;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both ends of layers: what is given is what the archive has, byte by byte.
class PeekedLayerTest {
  private static byte[] noise(Random random, int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] text(Random random, List<String> words) {
    var text = new StringBuilder();
    int length = random.nextInt(random.nextInt(8) == 0 ? 60_000 : 3_000);
    while (text.length() < length) {
      text.append(words.get(random.nextInt(words.size())))
          .append(random.nextInt(7) == 0 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void fill(TarBytes tar, Map<String, byte[]> files, Random random) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 3000; i++) {
      words.add(Integer.toString(random.nextInt(1 << (4 + random.nextInt(24))), 36));
    }
    for (int i = 60 + random.nextInt(200); i > 0; i--) {
      String name = (random.nextInt(9) == 0 ? "long/".repeat(30) : "lib/") + i;
      switch (random.nextInt(9)) {
        case 0 -> tar.symlink(name, "lib/" + random.nextInt(60));
        case 1 -> tar.folder("folder" + i);
        case 2 -> {
          byte[] inner =
              new TarBytes()
                  .file("lib/" + random.nextInt(60), text(random, words))
                  .file("var/lib/dpkg/status", text(random, words))
                  .end();
          byte[] stored = random.nextBoolean() ? inner : TarBytes.gzip(inner, 6);
          tar.file(name, stored);
          files.put(name, stored);
        }
        default -> {
          byte[] content = random.nextInt(30) == 0 ? noise(random, 9000) : text(random, words);
          tar.file(name, content);
          files.put(name, content);
        }
      }
    }
    byte[] last = text(random, words);
    tar.file("z", last);
    files.put("z", last);
  }

  private static int compare(List<PeekedEntry> entries, Map<String, byte[]> files, String what)
      throws IOException {
    int whole = 0;
    for (PeekedEntry entry : entries) {
      if (entry.content().isPresent()) {
        byte[] truth = files.get(entry.path());
        assertNotNull(truth, what + ": " + entry.path());
        assertArrayEquals(truth, entry.content().get().open().readAllBytes(), what);
        whole++;
      }
    }
    return whole;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 9})
  void whatIsGivenIsWhatTheArchiveHas(int level) throws IOException {
    var random = new Random(level);
    int tails = 0;
    int heads = 0;
    for (int round = 0; round < 25; round++) {
      Map<String, byte[]> files = new HashMap<>();
      var tar = new TarBytes();
      fill(tar, files, random);
      Map<String, byte[]> behind = new HashMap<>();
      tar.file("noise", noise(random, 1_500_000));
      fill(tar, behind, random);
      byte[] layer = TarBytes.gzip(tar.end(), level);
      PeekedLayer peeked = PeekedLayer.of(new MemoryRanges(layer), path -> path.endsWith("7"));
      heads += compare(peeked.head(), files, "head " + round);
      tails += compare(peeked.tail(), behind, "tail " + round);
      assertEquals(
          peeked.tail().stream().map(PeekedEntry::order).sorted().toList(),
          peeked.tail().stream().map(PeekedEntry::order).toList());
    }
    assertTrue(heads > 100 && tails > 300, heads + " and " + tails);
  }

  @Test
  void whatIsNoGzipIsRefusedAfterItsFirstBytes() {
    var ranges = new MemoryRanges(new byte[5 << 20]);
    assertThrows(InputFailure.class, () -> PeekedLayer.of(ranges, path -> true));
    assertEquals(64 << 10, ranges.movedBytes());
  }

  @Test
  void hostileEndsGiveNothing() throws IOException {
    var random = new Random(4);
    byte[] layer = noise(random, 2 << 20);
    layer[0] = 0x1f;
    layer[1] = (byte) 0x8b;
    PeekedLayer peeked = PeekedLayer.of(new MemoryRanges(layer), path -> true);
    assertEquals(List.of(), peeked.head());
    assertEquals(List.of(), peeked.tail());
    // One good block's beginning after the other.
    byte[] good = TarBytes.gzip(text(random, List.of("a", "bc", "def", "ghi", "j0", "klmn")), 9);
    for (int at = 100_000; at + 300 < layer.length; at += 300) {
      System.arraycopy(good, 10, layer, at, Math.min(299, good.length - 10));
    }
    assertEquals(List.of(), PeekedLayer.of(new MemoryRanges(layer), path -> true).tail());
    // A head that unpacks to a thousand times as much.
    byte[] bomb = TarBytes.gzip(new byte[96 << 20], 9);
    System.arraycopy(bomb, 0, layer, 0, Math.min(bomb.length, 64 << 10));
    assertEquals(List.of(), PeekedLayer.of(new MemoryRanges(layer), path -> true).head());
  }
}
