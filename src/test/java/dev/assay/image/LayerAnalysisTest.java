package dev.assay.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LayerAnalysisTest {
  private static final String DATABASE = "lib/apk/db/installed";
  private static final String ONE = "P:musl\nV:1.1\n";

  private static LayerInventory read(TarBytes tar) throws IOException {
    return Samples.analysis().read(new Samples.Bytes(tar.gzip()));
  }

  private static String failure(LayerSource layer) {
    return String.valueOf(
        assertThrows(InputFailure.class, () -> Samples.analysis().read(layer)).getMessage());
  }

  @Test
  void readsWantedFilesAndProvesBothDigests() throws IOException {
    byte[] tar = new TarBytes().folder("lib").file(DATABASE, ONE).file("bin/sh", "x").end();
    var layer = new Samples.Bytes(TarBytes.gzip(tar));
    LayerInventory inventory = Samples.analysis().read(layer);
    assertEquals(List.of("musl 1.1 " + DATABASE), Samples.found(inventory));
    assertEquals(layer.digest(), inventory.digest());
    assertEquals(Optional.of(Digest.sha256(tar)), inventory.diffId());
    assertEquals(tar.length, inventory.unpackedBytes());
    assertEquals(layer.sizeBytes(), inventory.sizeBytes());
    assertTrue(inventory.others().contains("bin/sh"));
    assertFalse(inventory.others().contains("lib"));
  }

  @Test
  void readsAPlainArchiveOnceAndFromAStream() throws IOException {
    byte[] tar = new TarBytes().file(DATABASE, ONE).end();
    LayerInventory inventory =
        Samples.analysis().read(new ByteArrayInputStream(tar), Optional.empty(), "member");
    assertEquals(Digest.sha256(tar), inventory.digest());
    assertEquals(Optional.of(Digest.sha256(tar)), inventory.diffId());
    assertEquals(List.of("musl 1.1 " + DATABASE), Samples.found(inventory));
  }

  @Test
  void readsNamesAsRuntimesDo() throws IOException {
    LayerInventory inventory =
        read(
            new TarBytes()
                .file("./" + DATABASE, ONE)
                .file("/opt//a/package.txt", "a 1")
                .file("opt/x/../b/./package.txt", "b 2")
                .file("../../etc/package.txt", "evil 1"));
    assertEquals(
        List.of("a 1 opt/a/package.txt", "b 2 opt/b/package.txt", "musl 1.1 " + DATABASE),
        Samples.found(inventory));
    assertEquals(
        "suspicious entry, not read: its path leads out of the image",
        inventory.gaps().getFirst().problem());
  }

  @Test
  void ofTwoEntriesOfAPathTheLastCounts() throws IOException {
    LayerInventory inventory =
        read(
            new TarBytes()
                .file("a/package.txt", "old 1")
                .file("a/package.txt", "new 2")
                .file("b/package.txt", "gone 1")
                .symlink("b/package.txt", "elsewhere")
                .symlink("c/package.txt", "elsewhere")
                .file("c/package.txt", "c 3"));
    assertEquals(List.of("c 3 c/package.txt", "new 2 a/package.txt"), Samples.found(inventory));
    assertEquals(List.of("b/package.txt"), List.copyOf(inventory.symlinks().keySet()));
  }

  @Test
  void notesWhiteoutsAndOpaqueFolders() throws IOException {
    LayerInventory inventory =
        read(
            new TarBytes()
                .file("a/.wh.b", "")
                .file(".wh.c", "")
                .file("d/.wh..wh..opq", "")
                .file(".wh..wh..opq", "")
                .file(".wh..wh.plnk/1.2", "")
                .file("e/.wh..wh.aufs", "")
                .file("f/.wh...", ""));
    assertEquals(List.of("a/b", "c"), inventory.whiteouts());
    assertEquals(List.of("", "d"), inventory.opaqueFolders());
    assertEquals(0, inventory.others().size());
    assertEquals(1, inventory.gaps().size());
  }

  @Test
  void readsAPackageDatabaseThatIsAHardLink() throws IOException {
    var layer =
        new Samples.Bytes(
            new TarBytes()
                .file("a/first", ONE)
                .hardLink("a/second", "a/first")
                .hardLink(DATABASE, "./a/second")
                .file("a/first", "P:harmless\nV:9\n")
                .gzip());
    assertEquals(List.of("musl 1.1 " + DATABASE), Samples.found(Samples.analysis().read(layer)));
    assertEquals(1, layer.opened, "a small layer is not fetched twice");
  }

  @Test
  void saysWhereAHardLinkLeadsNowhere() throws IOException {
    LayerInventory inventory = read(new TarBytes().hardLink(DATABASE, "not/there"));
    assertEquals(
        DATABASE + ": not read: it links to `not/there`, which is no file of its layer",
        Samples.facts(inventory, DATABASE).gaps().getFirst().toString());
  }

  @Test
  void readsATypeThatNobodyKnowsAsAFile() throws IOException {
    for (char type : "7Z9~MN".toCharArray()) {
      TarBytes tar = new TarBytes().entry(type, DATABASE, "", ONE.getBytes(UTF_8));
      assertEquals(List.of("musl 1.1 " + DATABASE), Samples.found(read(tar)), "type " + type);
    }
  }

  @Test
  void saysWhereADeviceStandsInPlaceOfAFile() throws IOException {
    for (char type : "346".toCharArray()) {
      LayerInventory inventory =
          read(
              new TarBytes()
                  .entry(type, DATABASE, "", new byte[0])
                  .entry(type, "dev/x", "", new byte[0]));
      assertEquals(
          List.of(DATABASE + ": not read: a device or a pipe"),
          inventory.gaps().stream().map(Object::toString).toList());
    }
  }

  @Test
  void givesAFileToEveryAnalyzerThatWantsIt() throws IOException {
    assertEquals(
        List.of("length 3 a/both.txt", "n 1 a/both.txt"),
        Samples.found(read(new TarBytes().file("a/both.txt", "n 1"))));
    byte[] large = Arrays.copyOf("n 1 ".getBytes(StandardCharsets.UTF_8), 5 << 20);
    assertEquals(
        List.of("length " + large.length + " a/both.txt", "n 1 a/both.txt"),
        Samples.found(read(new TarBytes().file("a/both.txt", large))));
  }

  @Test
  void anAnalyzerThatFailsCostsOneFile() throws IOException {
    LayerInventory inventory =
        read(new TarBytes().file(DATABASE, ONE + "crash\n").file("a/package.txt", "a 1"));
    assertEquals(List.of("a 1 a/package.txt", "musl 1.1 " + DATABASE), Samples.found(inventory));
    assertTrue(
        Samples.facts(inventory, DATABASE)
            .gaps()
            .getFirst()
            .problem()
            .startsWith("analyzer database failed: IllegalStateException: tripped"));
  }

  @Test
  void aFileOverTheLimitIsAGap() throws IOException {
    var analysis = new LayerAnalysis(Samples.ANALYZERS, Limits.STANDARD.with(Limit.FILE_BYTES, 10));
    LayerInventory inventory =
        analysis.read(new Samples.Bytes(new TarBytes().file(DATABASE, ONE).gzip()));
    assertEquals(List.of(), Samples.found(inventory));
    assertTrue(
        Samples.facts(inventory, DATABASE)
            .gaps()
            .getFirst()
            .problem()
            .contains("limit file-bytes"));
  }

  @Test
  void saysWhichLimitAndHowToRaiseIt() {
    var analysis = new LayerAnalysis(Samples.ANALYZERS, Limits.parse(List.of("layer-entries=1")));
    var layer = new Samples.Bytes(new TarBytes().file("a", "").file("b", "").gzip());
    InputFailure failure = assertThrows(InputFailure.class, () -> analysis.read(layer));
    assertEquals(
        "cannot read layer "
            + layer.digest()
            + ": it has more than 1 entries (limit layer-entries)",
        failure.getMessage());
    assertTrue(failure.hint().contains("--limit layer-entries=N"));
  }

  @Test
  void anotherDigestBeatsTheDamageThatItExplains() {
    byte[] content = new TarBytes().file("a", "b".repeat(100_000)).gzip();
    byte[] damaged = content.clone();
    damaged[100] ^= 1;
    Digest digest = Digest.sha256(content);
    assertTrue(
        failure(new Samples.Bytes(damaged, digest, content.length))
            .contains("its bytes hash to sha256:"));
    assertTrue(
        failure(new Samples.Bytes(Arrays.copyOf(content, 50), digest, content.length))
            .contains("the bytes end after 50 of the " + content.length));
    assertTrue(failure(new Samples.Bytes(content, digest, 20)).contains("than the 20 announced"));
  }

  @Test
  void damageThatTheDigestCoversIsNamed() {
    byte[] content = new TarBytes().file("a", "b".repeat(100_000)).gzip();
    byte[] crc = content.clone();
    crc[crc.length - 8] ^= 1;
    assertTrue(failure(new Samples.Bytes(crc)).contains("does not match its checksum"));
    byte[] cut = Arrays.copyOf(content, content.length - 8);
    assertTrue(failure(new Samples.Bytes(cut)).contains("before the member's trailer"));
    byte[] text =
        TarBytes.gzip("This is no archive at all. ".repeat(50).getBytes(StandardCharsets.UTF_8));
    assertTrue(failure(new Samples.Bytes(text)).contains("tar entry at byte 0"));
    byte[] shortened =
        TarBytes.gzip(Arrays.copyOf(new TarBytes().file("a", new byte[2000]).open(), 1024));
    assertTrue(failure(new Samples.Bytes(shortened)).contains("longer than the archive"));
  }

  @Test
  void damageWithinAWantedFileIsNoGap() {
    byte[] tar = new TarBytes().file(DATABASE, ONE.repeat(1000)).open();
    byte[] cut = TarBytes.gzip(Arrays.copyOf(tar, 2000));
    assertTrue(failure(new Samples.Bytes(cut)).contains("longer than the archive"));
  }

  @Test
  void bytesThatDoNotArriveAreAnIoException() {
    byte[] content = new TarBytes().file(DATABASE, ONE.repeat(100_000)).gzip();
    LayerSource layer =
        new Samples.Bytes(content) {
          @Override
          public InputStream open() {
            return new FilterInputStream(super.open()) {
              @Override
              public int read(byte[] out, int offset, int length) throws IOException {
                int count = super.read(out, offset, Math.min(length, 100));
                if (in.available() < 500) {
                  throw new IOException("connection reset");
                }
                return count;
              }
            };
          }
        };
    IOException e = assertThrows(IOException.class, () -> Samples.analysis().read(layer));
    assertEquals("connection reset", e.getMessage());
  }

  @Test
  void rulesDigestFollowsAnalyzersAndLimits() {
    Digest rules = Samples.analysis().rulesDigest();
    assertEquals(rules, Samples.analysis().rulesDigest());
    var fewer = new LayerAnalysis(List.of(new Samples.Database()), Limits.STANDARD);
    assertFalse(rules.equals(fewer.rulesDigest()));
    var tighter = new LayerAnalysis(Samples.ANALYZERS, Limits.STANDARD.with(Limit.FILE_BYTES, 1));
    assertFalse(rules.equals(tighter.rulesDigest()));
  }
}
