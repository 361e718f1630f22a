package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.image.index.IndexUse;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.Digest;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import dev.assay.model.Placed;
import dev.assay.model.Progress;
import dev.assay.model.Rung;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageAnalysisTest {
  @TempDir private Path folder;

  private static Samples.Bytes layer(String name) {
    return new Samples.Bytes(
        new TarBytes()
            .file(name + "/package.txt", name + " 1")
            .symlink(name + "/link", "package.txt")
            .file(name + "/.wh.gone", "")
            .file("etc/os-release", "debian 11")
            .file("lib/apk/db/installed", "P:" + name + "\nV:1\ncrash\n")
            .gzip());
  }

  private ImageAnalysis analysis(AnalysisCache cache) {
    return new ImageAnalysis(Samples.analysis(), cache, ImageAnalysis.Way.any(3), Progress.SILENT);
  }

  private static List<String> rungs(Analysed analysed) {
    return analysed.layers().stream().map(l -> l.rung().word() + " " + l.bytesMoved()).toList();
  }

  @Test
  void readsEachLayerOnceAndThenNone() throws IOException {
    Samples.Bytes base = layer("base");
    Samples.Bytes top = layer("top");
    Samples.Image image = Samples.image(List.of(base, top, base));
    var cache = new FolderCache(folder, Progress.SILENT);

    Analysed first = analysis(cache).read(image);
    assertEquals(Rung.STREAMED, first.rung());
    assertEquals(
        List.of("streamed " + base.sizeBytes(), "streamed " + top.sizeBytes(), "reused 0"),
        rungs(first));
    assertEquals(List.of(1, 1), List.of(base.opened, top.opened));
    assertEquals(Grade.FULL, first.evidence().grade());
    assertEquals("blobDigest", first.evidence().layers().getFirst().verifiedBy());

    Analysed second = analysis(cache).read(image);
    assertEquals(Rung.KNOWN, second.rung());
    assertEquals(first.inventory(), second.inventory());
    assertEquals(first.evidence(), second.evidence());
    assertEquals(List.of("known 0", "known 0", "known 0"), rungs(second));
    assertEquals(
        image.facts(), analysis(cache).known(image.facts().manifestDigest()).orElseThrow().facts());

    Samples.Bytes more = layer("more");
    Samples.Image sharing = Samples.image(List.of(base, more));
    Analysed third = analysis(cache).read(sharing);
    assertEquals(List.of("reused 0", "streamed " + more.sizeBytes()), rungs(third));
    assertEquals(0, base.opened);
    Analysed fresh = analysis(AnalysisCache.NONE).read(sharing);
    assertEquals(fresh.inventory(), third.inventory());
  }

  @Test
  void otherRulesDoNotShareTheCache() throws IOException {
    Samples.Image image = Samples.image(List.of(layer("base")));
    var cache = new FolderCache(folder, Progress.SILENT);
    analysis(cache).read(image);
    var tighter = new LayerAnalysis(Samples.ANALYZERS, Limits.STANDARD.with(Limit.FILE_BYTES, 1));
    assertEquals(
        Rung.STREAMED,
        new ImageAnalysis(tighter, cache, ImageAnalysis.Way.any(1), Progress.SILENT)
            .read(image)
            .rung());
  }

  @Test
  void garbageInTheCacheIsReadAgainAndReplaced() throws IOException {
    Samples.Image image = Samples.image(List.of(layer("base")));
    var cache = new FolderCache(folder, Progress.SILENT);
    Analysed first = analysis(cache).read(image);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder.resolve("analysis"))) {
      // Beside them is the mark that says when the folder was last kept within its bounds.
      files = listed.filter(file -> !file.endsWith(".bounded")).toList();
    }
    assertEquals(2, files.size());
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 4;
      Files.write(file, content);
    }
    Analysed again = analysis(cache).read(image);
    assertEquals(Rung.STREAMED, again.rung());
    assertEquals(first.inventory(), again.inventory());
    assertEquals(Rung.KNOWN, analysis(cache).read(image).rung());
    for (Path file : files) {
      Files.write(file, new byte[7]);
    }
    assertEquals(Rung.STREAMED, analysis(cache).read(image).rung());
  }

  @Test
  void cleanForgetsWhatIsOursAndNothingElse() throws IOException {
    Samples.Image image = Samples.image(List.of(layer("base")));
    var cache = new FolderCache(folder, Progress.SILENT);
    cache.clean();
    analysis(cache).read(image);
    Path mine = Files.writeString(folder.resolve("analysis/notes.txt"), "mine");
    cache.clean();
    assertTrue(Files.exists(mine));
    assertEquals(Rung.STREAMED, analysis(cache).read(image).rung());
  }

  @Test
  void aCacheThatCannotBeWrittenIsAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    var warnings = new ArrayList<String>();
    Progress progress =
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
    Samples.Image image = Samples.image(List.of(layer("base")));
    assertEquals(Rung.STREAMED, analysis(new FolderCache(file, progress)).read(image).rung());
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void takesLayersThatWereReadBefore() throws IOException {
    Samples.Bytes base = layer("base");
    Samples.Image image = Samples.image(List.of(base));
    var before = Samples.analysis().read(base);
    base.opened = 0;
    Analysed analysed = analysis(AnalysisCache.NONE).read(image, Map.of(base.digest(), before));
    assertEquals(0, base.opened);
    assertEquals(List.of("streamed " + base.sizeBytes()), rungs(analysed));
  }

  @Test
  void aDamagedLayerStopsTheScanAndIsNotCached() throws IOException {
    byte[] content = layer("base").content.clone();
    content[content.length - 6] ^= 1;
    var damaged = new Samples.Bytes(content);
    Samples.Image image = Samples.image(List.of(layer("good"), damaged));
    var cache = new FolderCache(folder, Progress.SILENT);
    for (int i = 0; i < 2; i++) {
      InputFailure failure = assertThrows(InputFailure.class, () -> analysis(cache).read(image));
      assertEquals(
          "cannot read layer 2 of 2 ("
              + damaged.digest()
              + "): gzip member at byte 0: the content does not match its checksum",
          failure.getMessage());
    }
  }

  @Test
  void aConfigurationThatClaimsAnotherContentIsDamage() throws IOException {
    Samples.Image honest = Samples.image(List.of(layer("base")));
    var cache = new FolderCache(folder, Progress.SILENT);
    analysis(cache).read(honest);
    cache.clean();
    assertRefused(claiming(honest, Digest.sha256(new byte[] {1})), cache);
  }

  /// What is found there rests on the digest of the bytes as stored alone.
  @Test
  void whereDiffIdsAreNotComputedTheBytesOfTheManifestAreWhatCounts() throws IOException {
    Samples.Image honest = Samples.image(List.of(layer("base")));
    Samples.Image other = claiming(honest, Digest.sha256(new byte[] {1}));
    var cache = new FolderCache(folder, Progress.SILENT);
    ImageAnalysis quick = analysis(cache).with(Samples.analysis().withoutDiffIds());
    Analysed analysed = quick.read(other);
    assertEquals(components(analysis(AnalysisCache.NONE).read(honest)), components(analysed));
    assertEquals(Rung.KNOWN, quick.read(other).rung());

    // Who wants it proven believes neither what was kept of the image nor of the layer.
    assertRefused(other, cache);
    assertEquals(Rung.REUSED, analysis(cache).read(honest).rung());
    assertEquals(Rung.KNOWN, analysis(cache).read(honest).rung());
  }

  private static List<Component> components(Analysed analysed) {
    return analysed.inventory().components().stream().map(Placed::component).toList();
  }

  private void assertRefused(Samples.Image image, AnalysisCache cache) {
    InputFailure failure = assertThrows(InputFailure.class, () -> analysis(cache).read(image));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("names another diffID"), failure::getMessage);
  }

  /// The same image with a configuration that says something else of its first layer.
  private static Samples.Image claiming(Samples.Image honest, Digest diffId) {
    Layer layer = honest.facts().layers().getFirst();
    ImageFacts f = honest.facts();
    var facts =
        new ImageFacts(
            f.reference(),
            f.repoTags(),
            f.repoDigests(),
            f.manifestDigest(),
            f.configDigest(),
            f.platform(),
            f.configJson(),
            List.of(new Layer(layer.digest(), diffId, layer.sizeBytes(), "")),
            f.sizeBytes());
    return new Samples.Image(facts, honest.layers());
  }

  @Test
  void theImageHasLimitsToo() {
    Samples.Image image = Samples.image(List.of(layer("a"), layer("b")));
    for (String limit : List.of("image-bytes=4000", "image-inventory=1000")) {
      var layers = new LayerAnalysis(Samples.ANALYZERS, Limits.parse(List.of(limit)));
      var analysis =
          new ImageAnalysis(layers, AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT);
      InputFailure failure = assertThrows(InputFailure.class, () -> analysis.read(image));
      assertTrue(failure.hint().contains(limit.substring(0, limit.indexOf('='))));
    }
  }

  @Test
  void theLimitsHoldWhereLayersAreKnown() throws IOException {
    Samples.Bytes a = layer("a");
    Samples.Bytes b = layer("b");
    Samples.Image both = Samples.image(List.of(a, b));
    var cache = new FolderCache(folder, Progress.SILENT);
    long bytes = 2 * Samples.analysis().read(a).unpackedBytes() - 1;
    long inventory = 2 * Weight.of(Samples.analysis().read(a)) - 1;
    for (String limit : List.of("image-bytes=" + bytes, "image-inventory=" + inventory)) {
      var layers = new LayerAnalysis(Samples.ANALYZERS, Limits.parse(List.of(limit)));
      var analysis = new ImageAnalysis(layers, cache, ImageAnalysis.Way.any(2), Progress.SILENT);
      String first = assertThrows(InputFailure.class, () -> analysis.read(both)).getMessage();
      analysis.read(Samples.image(List.of(a)));
      analysis.read(Samples.image(List.of(b)));
      for (int again = 0; again < 2; again++) {
        assertEquals(
            first, assertThrows(InputFailure.class, () -> analysis.read(both)).getMessage());
      }
      var read = Map.of(a.digest(), layers.read(a), b.digest(), layers.read(b));
      var fresh =
          new ImageAnalysis(layers, AnalysisCache.NONE, ImageAnalysis.Way.any(2), Progress.SILENT);
      assertEquals(
          first, assertThrows(InputFailure.class, () -> fresh.read(both, read)).getMessage());
    }
  }

  @Test
  void oneFailureStopsTheOtherLayers() {
    Samples.Bytes bad =
        new Samples.Bytes(new byte[100]) {
          @Override
          public InputStream open() {
            return InputStream.nullInputStream();
          }
        };
    var closed = new CountDownLatch(1);
    Samples.Bytes endless =
        new Samples.Bytes(layer("x").content, layer("x").digest(), Long.MAX_VALUE) {
          @Override
          public InputStream open() {
            return new InputStream() {
              @Override
              public int read() {
                return 0;
              }

              @Override
              public int read(byte[] out, int offset, int length) throws IOException {
                try {
                  Thread.sleep(20);
                } catch (InterruptedException e) {
                  throw new IOException("stopped", e);
                }
                return length;
              }

              @Override
              public void close() {
                closed.countDown();
              }
            };
          }
        };
    var layers =
        List.of(
            new Layer(endless.digest(), endless.digest(), endless.sizeBytes(), ""),
            new Layer(bad.digest(), bad.digest(), bad.sizeBytes(), ""));
    ImageFacts f = Samples.image(List.of()).facts();
    var facts =
        new ImageFacts(
            "",
            List.of(),
            List.of(),
            f.manifestDigest(),
            f.configDigest(),
            f.platform(),
            "",
            layers,
            0);
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () ->
                analysis(AnalysisCache.NONE).read(new Samples.Image(facts, List.of(endless, bad))));
    assertTrue(String.valueOf(failure.getMessage()).contains("layer 2 of 2"), failure::getMessage);
    assertEquals(0, closed.getCount());
  }

  @Test
  void whatHasToBeStreamedIsRefusedBeforeAByteMovesWhereTheUserSaidSo() throws IOException {
    Samples.Bytes base = layer("allowed-base");
    Samples.Bytes top = layer("allowed-top");
    var cache = new FolderCache(folder, Progress.SILENT);
    analysis(cache).read(Samples.image(List.of(base)));
    Samples.Image other = Samples.image(List.of(base, top));
    for (Rung dearest : List.of(Rung.KNOWN, Rung.REUSED)) {
      InputFailure refused =
          assertThrows(InputFailure.class, () -> limited(cache, dearest).read(other));
      assertTrue(
          refused.getMessage().endsWith("it has to be streamed"), () -> refused.getMessage());
    }
    assertEquals(List.of(0, 0), List.of(base.opened, top.opened));
    Samples.Image same = Samples.image(List.of(base, base));
    assertThrows(InputFailure.class, () -> limited(cache, Rung.KNOWN).read(same));
    assertEquals(Rung.REUSED, limited(cache, Rung.REUSED).read(same).rung());
    assertEquals(Rung.KNOWN, limited(cache, Rung.KNOWN).read(same).rung());
  }

  private static ImageAnalysis limited(AnalysisCache cache, Rung dearest) {
    return new ImageAnalysis(
        Samples.analysis(),
        cache,
        new ImageAnalysis.Way(1, dearest, IndexUse.NEVER),
        Progress.SILENT);
  }
}
