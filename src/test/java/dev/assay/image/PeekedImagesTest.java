package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.image.ImageAnalysis.Way;
import dev.assay.image.index.IndexUse;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.Grade;
import dev.assay.model.ImageRef;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import dev.assay.model.Rung;
import dev.assay.net.Http;
import dev.assay.registry.GivenCredentials;
import dev.assay.registry.Registry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TarBytes;
import dev.assay.support.TestHttp;
import dev.assay.support.ZstdBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images of which only the beginnings and ends of layers are read.
class PeekedImagesTest {
  private static final Way PEEK = new Way(2, Rung.STREAMED, IndexUse.QUICKER, true);
  private static final String OS = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n";

  @TempDir private Path folder;
  private LocalRegistry registry;
  private final Http http = TestHttp.client();
  private final List<String> warnings = new ArrayList<>();
  private AnalysisCache cache = AnalysisCache.NONE;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    http.close();
  }

  private Analysed read(ImageRef ref, Way way) throws IOException {
    var layers = new LayerAnalysis(BuiltIns.analyzers(), Limits.STANDARD);
    var client = new Registry(http, new GivenCredentials(List.of()));
    var progress =
        new Progress() {
          @Override
          public void step(String what, long done, long total) {}

          @Override
          public void warn(String message) {
            warnings.add(message);
          }

          @Override
          public void debug(String message) {}
        };
    try (var image = RegistryImage.open(client, ref, PlatformChoice.DEFAULT)) {
      return new ImageAnalysis(layers, cache, way, progress).read(image);
    }
  }

  private ImageRef put(byte[] layer, byte[] archive) {
    return registry.put("peeked", layer, Digest.sha256(archive), Map.of());
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(7).nextBytes(noise);
    return noise;
  }

  /// As Debian's layers are: sorted, the package database near the end.
  private static byte[] debian(int noiseBytes, int packages) {
    var random = new Random(packages);
    var status = new StringBuilder();
    var tar = new TarBytes().folder("etc").file("etc/debian_version", "12.5\n");
    tar.file("etc/os-release", OS).file("usr/bin/noise", noise(noiseBytes));
    tar.folder("var").folder("var/lib").folder("var/lib/dpkg").folder("var/lib/dpkg/info");
    for (int i = 0; i < packages; i++) {
      String name = "lib" + Integer.toString(random.nextInt(1 << 20), 36) + i;
      var list = new StringBuilder("/.\n/usr\n");
      for (int j = random.nextInt(30); j >= 0; j--) {
        list.append("/usr/share/").append(name).append('/').append(random.nextInt(9999));
        list.append('\n');
      }
      tar.file("var/lib/dpkg/info/" + name + ".list", list.toString());
      status
          .append("Package: ")
          .append(name)
          .append("\nStatus: install ok installed\nArchitecture: amd64\nVersion: ")
          .append(random.nextInt(9))
          .append('.')
          .append(random.nextInt(99))
          .append("-1\nDescription: ")
          .append(Long.toString(random.nextLong(), 36))
          .append(" of the library\n\n");
    }
    return tar.file("var/lib/dpkg/status", status.toString()).file("var/log/x", "").end();
  }

  private static List<String> found(Analysed analysed) {
    return analysed.inventory().components().stream()
        .map(p -> p.component().name() + " " + p.component().version())
        .sorted()
        .toList();
  }

  private static long moved(Analysed analysed) {
    return analysed.layers().stream().mapToLong(Receipt.LayerCost::bytesMoved).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 9})
  void thePackagesOfALayerAreInItsEnd(int level) throws IOException {
    byte[] archive = debian(6 << 20, 300);
    byte[] layer = TarBytes.gzip(archive, level);
    ImageRef ref = put(layer, archive);
    Analysed peeked = read(ref, PEEK);
    Analysed whole = read(ref, Way.any(1));
    assertEquals(300, found(whole).size());
    assertEquals(found(whole), found(peeked));
    assertEquals(whole.inventory().operatingSystem(), peeked.inventory().operatingSystem());
    assertEquals(Grade.PEEK, peeked.evidence().grade());
    assertEquals(Rung.PEEKED, peeked.rung());
    assertEquals("nothing", peeked.evidence().layers().getFirst().verifiedBy());
    assertTrue(moved(peeked) <= (64 + 1024) << 10, "" + moved(peeked));
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatWasPeekedAtIsNeverKept() throws IOException {
    cache = new FolderCache(folder, Progress.SILENT);
    byte[] archive = debian(6 << 20, 50);
    ImageRef ref = put(TarBytes.gzip(archive, 6), archive);
    assertEquals(Grade.PEEK, read(ref, PEEK).evidence().grade());
    assertEquals(Rung.PEEKED, read(ref, PEEK).rung(), "no memory of the first time");
    Analysed whole = read(ref, new Way(1, Rung.STREAMED, IndexUse.QUICKER));
    assertEquals(Rung.STREAMED, whole.rung());
    Analysed known = read(ref, PEEK);
    assertEquals(Rung.KNOWN, known.rung(), "better evidence is used where it is there");
    assertEquals(Grade.FULL, known.evidence().grade());
  }

  @Test
  void theWholeIsReadWhereTheRegistryGivesNoParts() throws IOException {
    byte[] archive = debian(6 << 20, 20);
    ImageRef ref = put(TarBytes.gzip(archive, 6), archive);
    registry.ignoreRanges();
    Analysed analysed = read(ref, PEEK);
    assertEquals(Grade.FULL, analysed.evidence().grade());
    assertEquals(20, found(analysed).size());
    assertTrue(warnings.getFirst().contains("sends no parts of blobs"), warnings.toString());
    assertTrue(analysed.layers().getFirst().note().contains("cannot be peeked into"));
  }

  @Test
  void smallLayersAndOtherFormsAreReadAsAWhole() throws IOException {
    byte[] small = debian(1 << 20, 20);
    Analysed analysed = read(put(TarBytes.gzip(small, 6), small), PEEK);
    assertEquals(Grade.FULL, analysed.evidence().grade());
    assertEquals(List.of(), warnings);
    byte[] archive = debian(6 << 20, 20);
    Analysed zstd = read(put(ZstdBytes.frame(archive), archive), PEEK);
    assertEquals(Grade.FULL, zstd.evidence().grade());
    assertEquals(20, found(zstd).size());
    assertTrue(warnings.getFirst().contains("it is not compressed with gzip"), "" + warnings);
  }

  @Test
  void aLayerOfWhichNothingIsAtItsEndsIsStillNoAnswer() throws IOException {
    byte[] archive =
        new TarBytes()
            .file("a", noise(3 << 20))
            .file("etc/os-release", OS)
            .file("z", noise(3 << 20))
            .end();
    Analysed analysed = read(put(TarBytes.gzip(archive, 6), archive), PEEK);
    assertEquals(Grade.PEEK, analysed.evidence().grade());
    assertEquals(List.of(), found(analysed));
    assertFalse(analysed.inventory().operatingSystem().isPresent());
    String reason = analysed.evidence().layers().getFirst().reason();
    assertTrue(reason.contains("0 entries in its last 1024 KiB"), reason);
  }

  /// Whatever stands at the ends, nothing is found that the whole layer does not have.
  @Test
  void damagedEndsNeverAddAnything() throws IOException {
    byte[] archive = debian(5 << 20, 200);
    byte[] good = TarBytes.gzip(archive, 6);
    var truth = new TreeSet<>(found(read(put(good, archive), Way.any(1))));
    var random = new Random(3);
    for (int round = 0; round < 25; round++) {
      byte[] bytes = good.clone();
      int flips = 1 + random.nextInt(10);
      for (int i = 0; i < flips; i++) {
        boolean atStart = random.nextInt(4) == 0;
        int at = random.nextInt(60_000);
        bytes[atStart ? at : bytes.length - 1 - at] ^= (byte) (1 << random.nextInt(8));
      }
      if (!isInOrder(bytes)) {
        List<String> found = found(read(put(bytes, archive), PEEK));
        // A flip in a literal is not noticed: nothing checks it, so that it may change a letter.
        assertTrue(found.size() <= truth.size(), "round " + round);
      }
    }
    byte[] hostile = good.clone();
    byte[] noise = noise(1 << 20);
    System.arraycopy(noise, 0, hostile, hostile.length - noise.length, noise.length);
    assertEquals(List.of(), found(read(put(hostile, archive), PEEK)));
  }

  private static boolean isInOrder(byte[] layer) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(layer))) {
      in.readAllBytes();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aBundleOfALayerInALayerIsNoPackageOfTheImage() throws IOException {
    byte[] inner =
        new TarBytes()
            .file("a", "b")
            .file("var/lib/dpkg/status", "Package: x\nVersion: 1\nStatus: install ok installed\n\n")
            .end();
    byte[] archive =
        new TarBytes()
            .file("a", noise(5 << 20))
            .file("srv/rootfs.tar", inner)
            .file("srv/z", "text".getBytes(StandardCharsets.UTF_8))
            .file("srv/zz", "more")
            .end();
    assertEquals(List.of(), found(read(put(TarBytes.gzip(archive, 6), archive), PEEK)));
  }
}
