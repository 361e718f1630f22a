package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.support.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Layers made to do harm. None may take more memory than the launcher gives, hang, or end
/// otherwise than in an inventory, a gap or an `InputFailure`.
final class HostileLayerTest {
  private static final String DATABASE = "lib/apk/db/installed";

  private interface Writing {
    void write(OutputStream out) throws IOException;
  }

  private static Samples.Bytes packed(Writing writing) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed, 1 << 16)) {
      writing.write(gzip);
    }
    return new Samples.Bytes(packed.toByteArray());
  }

  private static LayerInventory read(LayerSource layer) throws IOException {
    return Samples.analysis().read(layer);
  }

  private static String failure(LayerSource layer) {
    return String.valueOf(assertThrows(InputFailure.class, () -> read(layer)).getMessage());
  }

  private static byte[] header(String path, long size) {
    byte[] none = new byte[0];
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    return new TarBytes().header(TarBytes.header('0', name, none, size)).open();
  }

  private static void addToChecksum(byte[] block, int more) {
    int sum = Integer.parseInt(new String(block, 148, 6, StandardCharsets.US_ASCII), 8) + more;
    for (int at = 153; at >= 148; at--) {
      block[at] = (byte) ('0' + (sum & 7));
      sum >>= 3;
    }
  }

  @Test
  void aBombOfZerosStopsAtTheRatio() throws IOException {
    byte[] zeros = TarBytes.gzip(new byte[16 << 20]);
    for (String path : List.of("zeros", DATABASE)) {
      var bomb = new ByteArrayOutputStream();
      bomb.writeBytes(TarBytes.gzip(header(path, 1L << 30)));
      for (int i = 0; i < 64; i++) {
        bomb.writeBytes(zeros);
      }
      // A wanted file of that size is over the file limit; its bytes still count.
      String said = failure(new Samples.Bytes(bomb.toByteArray()));
      assertTrue(said.contains("(limit layer-ratio)"), said);
    }
  }

  @Test
  void aMillionEntriesAreReadInBoundedMemory() throws IOException {
    Samples.Bytes layer =
        packed(out -> {
          byte[] block = header("f/0000000", 0);
          for (int i = 1_000_000; i < 2_000_000; i++) {
            byte[] name = ("f/" + i).getBytes(StandardCharsets.UTF_8);
            int sum = 0;
            for (int at = 2; at < name.length; at++) {
              block[at] = name[at];
              sum += name[at] - '0';
            }
            byte[] next = block.clone();
            addToChecksum(next, sum);
            out.write(next);
          }
        });
    LayerInventory inventory =
        new LayerAnalysis(Samples.ANALYZERS, Limits.parse(List.of("layer-ratio=2000"))).read(layer);
    assertEquals(1_000_000, inventory.others().size());
    assertTrue(inventory.others().contains("f/1999999"));
  }

  @Test
  void aHundredMegabytesOfPackagesEndInAGap() throws IOException {
    byte[] some = "P:name-of-a-package\nV:1.2.3-r4\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    int times = (100 << 20) / some.length;
    Samples.Bytes layer =
        packed(out -> {
          out.write(header(DATABASE, (long) some.length * times));
          for (int i = 0; i < times; i++) {
            out.write(some);
          }
          out.write(new byte[-some.length * times & 511]);
          out.write(new TarBytes().file("a/package.txt", "a 1").open());
        });
    LayerInventory inventory = read(layer);
    var facts = Samples.facts(inventory, DATABASE);
    assertTrue(facts.components().size() > 10_000);
    assertTrue(facts.gaps().getFirst().problem().contains("limit layer-inventory"));
  }

  @Test
  void aThousandFoldersDeepIsHarmlessAndAWantedFileThereIsAGap() throws IOException {
    String deep = "d/".repeat(1000);
    var tar = new TarBytes();
    for (int depth = 1; depth <= 1000; depth += 37) {
      tar.folder("d/".repeat(depth - 1) + "d");
    }
    LayerInventory inventory =
        read(
            new Samples.Bytes(
                tar.file(deep + "file", "")
                    .file(deep + "package.txt", "a 1")
                    .file("x".repeat(5000) + "/package.txt", "b 1")
                    .file(DATABASE, "P:musl\nV:1\n")
                    .gzip()));
    assertEquals(List.of("musl 1 " + DATABASE), Samples.found(inventory));
    assertEquals(2, inventory.gaps().size());
    assertTrue(inventory.gaps().toString().contains("limit path-depth"));
    assertTrue(inventory.gaps().toString().contains("limit path-length"));
  }

  @Test
  void aSparseBombIsAGapWhereItIsWanted() throws IOException {
    LayerInventory inventory =
        read(
            new Samples.Bytes(
                new TarBytes()
                    .pax(
                        TarBytes.record("GNU.sparse.map", "0,1")
                            + TarBytes.record("GNU.sparse.size", "900000000000000"))
                    .file(DATABASE, "x")
                    .file("a/package.txt", "a 1")
                    .gzip()));
    assertEquals(List.of("a 1 a/package.txt"), Samples.found(inventory));
    assertTrue(
        Samples.facts(inventory, DATABASE).gaps().getFirst().problem().contains("900000000000000"));
  }

  @Test
  void linksAndWhiteoutsWithoutEndAreOverALimit() throws IOException {
    Samples.Bytes links =
        packed(out -> {
          for (int i = 0; i < 300_001; i++) {
            out.write(new TarBytes().symlink("l" + i, "t").open());
          }
        });
    String links1 = failure(links);
    assertTrue(links1.contains("limit layer-links") || links1.contains("limit layer-inventory"));
    String name = "n".repeat(60_000);
    Samples.Bytes whiteouts =
        packed(out -> {
          for (int i = 0; i < 500; i++) {
            out.write(new TarBytes().file(".wh." + i + name, "").open());
          }
        });
    assertTrue(failure(whiteouts).contains("limit layer-inventory"));
  }

  @Test
  void manyHardLinksToOneLargeFileNeedFewPasses() throws IOException {
    var tar =
        new TarBytes()
            .file("large", Arrays.copyOf("n 1 ".getBytes(StandardCharsets.UTF_8), 5 << 20));
    for (int i = 0; i < 10; i++) {
      tar.hardLink("l" + i + "/package.txt", "large");
    }
    var layer = new Samples.Bytes(tar.gzip());
    LayerInventory inventory = read(layer);
    assertEquals(4, Samples.found(inventory).size());
    assertEquals(6, inventory.files().values().stream().filter(f -> !f.gaps().isEmpty()).count());
    assertTrue(layer.opened <= 5);
  }

  @Test
  void hardLinksInACircleEnd() throws IOException {
    LayerInventory inventory =
        read(
            new Samples.Bytes(
                new TarBytes()
                    .hardLink("a/package.txt", "b/package.txt")
                    .hardLink("b/package.txt", "a/package.txt")
                    .hardLink(DATABASE, DATABASE)
                    .gzip()));
    assertEquals(List.of(), Samples.found(inventory));
    assertEquals(3, inventory.files().size());
  }

  @Test
  void flippedBitsEndInAFailureOrAnInventory() throws IOException {
    var tar = new TarBytes();
    var random = new Random(11);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(3000)];
      random.nextBytes(content);
      tar.file("dir" + i + "/x", content).file("dir" + i + "/package.txt", "p" + i + " 1");
    }
    byte[] plain =
        tar.symlink("s", "t")
            .hardLink("z/package.txt", "dir1/x")
            .file(DATABASE, "P:a\nV:1\n")
            .end();
    int failures = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = plain.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] packed = round % 3 == 0 ? TarBytes.gzip(damaged) : damaged;
      if (round % 3 == 1) {
        packed = TarBytes.gzip(plain);
        packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        read(new Samples.Bytes(packed));
      } catch (InputFailure e) {
        failures++;
      }
    }
    assertTrue(failures > 100, "damage is found: " + failures);
  }

  @Test
  void anotherCompressionIsNamed() {
    byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0};
    assertTrue(failure(new Samples.Bytes(xz)).contains("xz or bzip2"));
    byte[] html = "<html>Too many requests</html>".repeat(40).getBytes(StandardCharsets.UTF_8);
    assertTrue(failure(new Samples.Bytes(html)).contains("tar entry at byte 0"));
    byte[] wrong = {1, 2, 3};
    var mismatch = new Samples.Bytes(wrong, Digest.sha256(html), 3);
    assertTrue(failure(mismatch).contains("its bytes hash to"));
  }
}
