package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.InputFailure;
import dev.assay.image.ImageAnalysis.Analysed;
import dev.assay.image.ImageAnalysis.Way;
import dev.assay.image.index.IndexUse;
import dev.assay.image.index.SampleForms;
import dev.assay.image.index.TocIndex;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.Grade;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import dev.assay.model.Rung;
import dev.assay.net.Http;
import dev.assay.registry.GivenCredentials;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.StargzBytes;
import dev.assay.support.TarBytes;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Images of which only parts are fetched, from a registry in this process.
class IndexedLayersTest {
  private static final String SOCI_DIGEST = "com.amazon.soci.index-digest";
  private static final Way ALWAYS = new Way(2, Rung.INDEXED, IndexUse.ALWAYS);
  private static final Way QUICKER = new Way(2, Rung.STREAMED, IndexUse.QUICKER);

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
    try (var image = RegistryImage.open(client, ref, PlatformChoice.DEFAULT)) {
      return new ImageAnalysis(layers, cache, way, new Warnings()).read(image);
    }
  }

  private final class Warnings implements Progress {
    @Override
    public void step(String what, long done, long total) {}

    @Override
    public void warn(String message) {
      warnings.add(message);
    }

    @Override
    public void debug(String message) {}
  }

  static List<SampleForms.Form> forms() throws IOException {
    return SampleForms.all();
  }

  private static Digest diffId(byte[] layer) throws IOException {
    return Samples.analysis().read(new Samples.Bytes(layer)).diffId().orElseThrow();
  }

  private ImageRef put(SampleForms.Form form) throws IOException {
    if (form.ztoc().length == 0) {
      return registry.put("form", form.bytes(), diffId(form.bytes()), form.annotations());
    }
    Digest soci = putSoci(form.bytes(), form.ztoc());
    return registry.put(
        "form", form.bytes(), diffId(form.bytes()), Map.of(), Map.of(SOCI_DIGEST, soci.toString()));
  }

  private Digest putSoci(byte[] layer, byte[] ztoc) {
    registry.content().putBlob(ztoc);
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    registry.content().putBlob(empty);
    String described = LocalRegistry.descriptor("application/octet-stream", ztoc);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s,%s]}"
            .formatted(
                MediaTypes.OCI_MANIFEST,
                LocalRegistry.descriptor("application/vnd.amazon.soci.index.v2+json", empty),
                described.substring(0, described.length() - 1),
                "\"annotations\":{\"com.amazon.soci.image-layer-digest\":\""
                    + Digest.sha256(layer)
                    + "\"}}");
    return registry
        .content()
        .putManifest(
            "form", "soci", manifest.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_MANIFEST);
  }

  private static List<String> found(Analysed analysed) {
    return analysed.inventory().components().stream()
        .map(p -> p.component().toString())
        .sorted()
        .toList();
  }

  private static long moved(Analysed analysed) {
    return analysed.layers().stream().mapToLong(Receipt.LayerCost::bytesMoved).sum();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormOfALayerGivesTheSame(SampleForms.Form form) throws IOException {
    ImageRef ref = put(form);
    Analysed whole = read(ref, Way.any(1));
    long before = http.log().bytesMoved();
    Analysed parts = read(ref, ALWAYS);
    assertEquals(found(whole), found(parts));
    assertEquals(whole.inventory().operatingSystem(), parts.inventory().operatingSystem());
    assertEquals(whole.inventory().gaps(), parts.inventory().gaps());
    assertTrue(found(parts).size() >= 14, found(parts).toString());
    assertEquals(Rung.INDEXED, parts.rung());
    assertEquals(Grade.INDEXED, parts.evidence().grade());
    assertEquals(Grade.FULL, whole.evidence().grade());
    long documents = http.log().bytesMoved() - before - moved(parts);
    assertTrue(documents >= 0 && documents < 4_000, "what the receipt leaves out: " + documents);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void fewBytesAreEnough(SampleForms.Form form) throws IOException {
    Analysed parts = read(put(form), ALWAYS);
    double share = (double) moved(parts) / form.bytes().length;
    // A layer of two or eight spans is no case for SOCI; its makers leave layers below 10 MiB out.
    double most = form.ztoc().length == 0 ? 0.05 : form.name().endsWith("1MiB") ? 0.40 : 1.1;
    assertTrue(share < most, form + ": " + share);
  }

  @Test
  void smallLayersAreReadAsAWholeWhereNobodyInsists() throws IOException {
    Analysed analysed = read(put(forms().getFirst()), QUICKER);
    assertEquals(Rung.STREAMED, analysed.rung());
    assertEquals(Grade.FULL, analysed.evidence().grade());
  }

  /// More than the rule's 8 MiB, of which hardly anything is needed.
  private static StargzBytes large() {
    return large(StargzBytes.Form.STARGZ);
  }

  private static StargzBytes large(StargzBytes.Form form) {
    byte[] noise = new byte[10 << 20];
    new Random(7).nextBytes(noise);
    return new StargzBytes(form)
        .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n")
        .file("usr/share/noise.png", noise)
        .file("lib/apk/db/installed", "P:busybox\nV:1.36.1-r29\nA:x86_64\n\n")
        .file("srv/node_modules/one/package.json", "{\"name\":\"one\",\"version\":\"1.0.0\"}");
  }

  private ImageRef put(StargzBytes.Layer layer) throws IOException {
    return registry.put("large", layer.bytes(), diffId(layer.bytes()), layer.annotations());
  }

  private static List<String> names(Analysed analysed) {
    return analysed.inventory().components().stream().map(p -> p.component().name()).toList();
  }

  @ParameterizedTest
  @EnumSource(StargzBytes.Form.class)
  void aLargeLayerIsReadByItsIndexWhereThatIsQuicker(StargzBytes.Form form) throws IOException {
    StargzBytes.Layer layer = large(form).finish();
    Analysed analysed = read(put(layer), QUICKER);
    assertEquals(List.of(), warnings);
    assertEquals(Rung.INDEXED, analysed.rung());
    assertEquals(List.of("busybox", "one"), names(analysed));
    assertTrue(moved(analysed) < layer.bytes().length / 50, "" + moved(analysed));
    String digest =
        form == StargzBytes.Form.STARGZ
            ? layer.toc().toString()
            : layer.annotations().entrySet().stream()
                .filter(annotation -> annotation.getKey().endsWith("manifest-checksum"))
                .findFirst()
                .orElseThrow()
                .getValue();
    assertTrue(analysed.evidence().layers().getFirst().verifiedBy().endsWith(digest));
  }

  /// Which of the two a runtime believes, nobody knows.
  @Test
  void aManifestThatNamesTwoTablesIsRefusedAndTheWholeLayerRead() throws IOException {
    StargzBytes.Layer podman = large(StargzBytes.Form.PODMAN).finish();
    StargzBytes.Layer containerd = large(StargzBytes.Form.CONTAINERD).file("a", "b").finish();
    Map<String, String> both = new TreeMap<>(podman.annotations());
    both.put(TocIndex.STARGZ_DIGEST, podman.toc().toString());
    assertRefused(podman, both, "the manifest names two tables of contents");
    Map<String, String> dialects = new TreeMap<>(podman.annotations());
    dialects.putAll(containerd.annotations());
    dialects.remove(TocIndex.STARGZ_DIGEST);
    assertRefused(podman, dialects, "the manifest names two tables of contents");
    Map<String, String> another = new TreeMap<>(containerd.annotations());
    another.put(TocIndex.STARGZ_DIGEST, Digest.sha256(new byte[1]).toString());
    assertRefused(containerd, another, "its table of contents hashes to " + containerd.toc());
    Map<String, String> half = new TreeMap<>(podman.annotations());
    half.remove("io.github.containers.zstd-chunked.manifest-checksum");
    assertRefused(podman, half, "the manifest says only half of where its table of contents is");
  }

  private void assertRefused(
      StargzBytes.Layer layer, Map<String, String> annotations, String problem) throws IOException {
    warnings.clear();
    Analysed analysed =
        read(registry.put("two", layer.bytes(), diffId(layer.bytes()), annotations), QUICKER);
    assertEquals(Rung.STREAMED, analysed.rung());
    assertEquals(List.of("busybox", "one"), names(analysed));
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.getFirst().contains(problem), warnings.toString());
  }

  @Test
  void whatAnIndexTaughtIsNeverTakenForTheWholeLayer() throws IOException {
    cache = new FolderCache(folder, Progress.SILENT);
    StargzBytes.Layer layer = large().hidden("opt/package/package.json", "{}").finish();
    ImageRef ref = put(layer);
    assertEquals(Grade.INDEXED, read(ref, QUICKER).evidence().grade());
    Analysed again = read(ref, QUICKER);
    assertEquals(Rung.REUSED, again.rung());
    assertEquals(0, moved(again));
    assertEquals(Grade.INDEXED, again.evidence().grade());
    Analysed whole = read(ref, Way.any(1));
    assertEquals(Rung.STREAMED, whole.rung());
    assertEquals(Grade.FULL, whole.evidence().grade());
    assertEquals(Rung.KNOWN, read(ref, QUICKER).rung(), "better evidence is kept for good");
  }

  @Test
  void anotherIndexOfTheSameLayerIsAnotherMatter() throws IOException {
    cache = new FolderCache(folder, Progress.SILENT);
    StargzBytes.Layer layer = large().finish();
    read(put(layer), QUICKER);
    ImageRef other =
        registry.put(
            "other",
            layer.bytes(),
            diffId(layer.bytes()),
            Map.of(TocIndex.STARGZ_DIGEST, Digest.sha256(new byte[1]).toString()));
    Analysed analysed = read(other, QUICKER);
    assertEquals(Rung.STREAMED, analysed.rung());
    assertEquals(1, warnings.size(), warnings.toString());
  }

  @Test
  void theWholeIsReadWhereTheRegistryGivesNoParts() throws IOException {
    ImageRef ref = put(large().finish());
    registry.ignoreRanges();
    Analysed analysed = read(ref, QUICKER);
    assertEquals(Grade.FULL, analysed.evidence().grade());
    assertEquals(List.of("busybox", "one"), names(analysed));
    assertTrue(warnings.getFirst().contains("sends no parts of blobs"), warnings.toString());
    String note = analysed.layers().getFirst().note();
    assertTrue(note.contains("sends no parts of blobs"), note);
    InputFailure failure = assertThrows(InputFailure.class, () -> read(ref, ALWAYS));
    assertTrue(String.valueOf(failure.getMessage()).contains("by its eStargz index"));
  }

  @Test
  void theAddressThatARegistrySendsUsToIsAskedForOnce() throws IOException {
    ImageRef ref = put(large().finish());
    try (LocalRegistry storage = LocalRegistry.start()) {
      storage.content().putBlob(large().finish().bytes());
      registry.redirectBlobs("http://" + storage.host());
      storage.content().putBlob(registry.content().blob(configOf(ref)).orElseThrow());
      Analysed analysed = read(ref, QUICKER);
      assertEquals(Rung.INDEXED, analysed.rung());
      String layer = "/blobs/" + analysed.evidence().layers().getFirst().digest();
      assertEquals(1, registry.count(layer));
      assertTrue(storage.count(layer) > 1);
    }
  }

  private Digest configOf(ImageRef ref) {
    var client = new Registry(http, new GivenCredentials(List.of()));
    return client.locate(ref, Platform.DEFAULT).manifest().config().digest();
  }

  @Test
  void aDamagedIndexCostsTheWholeLayerAndNothingElse() throws IOException {
    StargzBytes.Layer good = large().finish();
    var random = new Random(3);
    Digest diffId = diffId(good.bytes());
    int tocAt = good.bytes().length - 51 - 300;
    for (int i = 0; i < 12; i++) {
      byte[] bytes = good.bytes().clone();
      int at = tocAt + random.nextInt(bytes.length - tocAt);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      warnings.clear();
      try {
        ImageRef ref =
            registry.put(
                "damaged", bytes, diffId, Map.of(TocIndex.STARGZ_DIGEST, good.toc().toString()));
        Analysed analysed = read(ref, QUICKER);
        assertEquals(List.of("busybox", "one"), names(analysed), "flipped a bit at " + at);
        // Half of the footer is what nobody reads: time, checksums of nothing.
        assertTrue(
            analysed.rung() == Rung.INDEXED || warnings.size() == 1, "flipped a bit at " + at);
      } catch (InputFailure e) {
        assertTrue(String.valueOf(e.getMessage()).contains("layer 1 of 1"), e.getMessage());
      }
    }
  }

  @Test
  void anIndexThatLiesIsFoundOut() throws IOException {
    byte[] lie = "P:busybox\nV:9.99.9-r99\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);
    byte[] truth = "P:busybox\nV:1.36.1-r29\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);
    byte[] noise = new byte[10 << 20];
    new Random(7).nextBytes(noise);
    StargzBytes lying =
        new StargzBytes()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n")
            .file("usr/share/noise.png", noise)
            .file("lib/apk/db/installed", truth, "lib/apk/db/installed", lie);
    Analysed analysed = read(put(lying.finish()), QUICKER);
    assertEquals(Rung.STREAMED, analysed.rung());
    assertEquals("1.36.1-r29", analysed.inventory().components().getFirst().component().version());
    assertTrue(warnings.getFirst().contains("is not what its index says"), warnings.toString());
  }

  @Test
  void tablesThatContradictThemselvesAreNotUsed() throws IOException {
    for (var broken :
        Map.of(
                "\"chunkOffset\":0", "\"chunkOffset\":7",
                "\"version\":1", "\"version\":2",
                "\"type\":\"reg\"", "\"type\":\"odd\"",
                "\"chunkDigest\"", "\"nothing\"",
                "\"offset\":", "\"offset\":9",
                "{\"name\":\"etc/os", "{\"type\":\"chunk\"},{\"name\":\"etc/os")
            .entrySet()) {
      warnings.clear();
      StargzBytes.Layer layer =
          large().finish(json -> json.replace(broken.getKey(), broken.getValue()));
      Analysed analysed = read(put(layer), QUICKER);
      assertEquals(Rung.STREAMED, analysed.rung(), broken.toString());
      assertEquals(List.of("busybox", "one"), names(analysed));
      assertEquals(1, warnings.size(), broken + ": " + warnings);
    }
  }

  @Test
  void linksCountAsInTheArchive() throws IOException {
    StargzBytes.Layer layer =
        large()
            .symlink("opt/app", "../srv")
            .file(
                "opt/app/node_modules/two/package.json", "{\"name\":\"two\",\"version\":\"2.0.0\"}")
            .hardLink("srv/node_modules/three/package.json", "srv/node_modules/one/package.json")
            .finish();
    ImageRef ref = put(layer);
    Analysed whole = read(ref, Way.any(1));
    Analysed parts = read(ref, ALWAYS);
    assertEquals(found(whole), found(parts));
    assertEquals(4, names(parts).size(), names(parts).toString());
  }

  @Test
  void programsOfNoPackageAreReadAfterThoseOfPackagesAreKnown() throws IOException {
    byte[] program = ownProgram();
    StargzBytes.Layer layer =
        large()
            .file("usr/local/bin/nginx", program)
            .file("usr/lib/libunknown.so.1", program)
            .finish();
    Analysed parts = read(put(layer), ALWAYS);
    Analysed whole = read(put(layer), Way.any(1));
    assertEquals(found(whole), found(parts));
    assertTrue(names(parts).contains("nginx"), names(parts).toString());
    assertEquals(
        List.of(
            parts.evidence().layers().getFirst().digest()
                + ": 1 library or other file that nobody executes, of no package, not looked at,"
                + " since only parts of the layer were read"),
        parts.inventory().gaps().stream().map(Object::toString).toList());
  }

  @Test
  void whatNobodyMayExecuteIsNotFetched() throws IOException {
    String mode = "{\"name\":\"opt/%s\",";
    StargzBytes.Layer layer =
        large()
            .file("opt/app", ownProgram())
            .file("opt/image", ownProgram())
            .file("opt/nginx", ownProgram())
            .finish(json ->
                json.replace(mode.formatted("app"), mode.formatted("app") + "\"mode\":493,")
                    .replace(mode.formatted("image"), mode.formatted("image") + "\"mode\":420,")
                    .replace(mode.formatted("nginx"), mode.formatted("nginx") + "\"mode\":420,"));
    Analysed parts = read(put(layer), ALWAYS);
    assertTrue(names(parts).contains("nginx"), "its name alone is worth it");
    String gaps = parts.inventory().gaps().toString();
    assertTrue(gaps.contains("1 library or other file that nobody executes"), gaps);
  }

  @Test
  void whereOneAnswerHasManyPartsFewRequestsDo() throws IOException {
    StargzBytes layer = large();
    var random = new Random(4);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[8_000];
      random.nextBytes(noise);
      layer
          .file(
              "srv/node_modules/m" + i + "/package.json",
              "{\"name\":\"m%d\",\"version\":\"1.0.0\"}".formatted(i))
          .file("srv/node_modules/m" + i + "/noise.png", noise);
    }
    ImageRef ref = put(layer.finish());
    Analysed one = read(ref, QUICKER);
    registry.sendManyParts(false);
    Analysed many = read(ref, QUICKER);
    assertEquals(Rung.INDEXED, many.rung());
    assertEquals(found(one), found(many));
    assertEquals(102, names(many).size());
    assertTrue(moved(many) < moved(one) / 2, moved(many) + " of " + moved(one));
  }

  @Test
  void anIndexAsLongAsASixthOfItsLayerIsNotFetched() throws IOException {
    byte[] noise = new byte[12 << 20];
    new Random(3).nextBytes(noise);
    byte[] layer = new TarBytes().file("srv/noise.png", noise).gzip();
    byte[] ztoc = new byte[layer.length / 5];
    Digest soci = putSoci(layer, ztoc);
    ImageRef ref =
        registry.put("form", layer, diffId(layer), Map.of(), Map.of(SOCI_DIGEST, soci.toString()));
    Analysed analysed = read(ref, QUICKER);
    assertEquals(Rung.STREAMED, analysed.rung());
    assertEquals(0, registry.count("/blobs/" + Digest.sha256(ztoc)));
    assertEquals(List.of(), warnings);
  }

  /// An ELF header of a program without parts, and the text that nginx has.
  private static byte[] ownProgram() {
    byte[] program = new byte[4096];
    byte[] head = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0, 1};
    System.arraycopy(head, 0, program, 0, head.length);
    program[52] = 64;
    byte[] text = "\0nginx/1.25.3\0".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, program, 1024, text.length);
    return program;
  }

  @Test
  void anUpperLayerThatTakesPackagesAwayLeavesNothingUnread() throws IOException {
    byte[] program = ownProgram();
    StargzBytes.Layer base =
        large()
            .file("var/lib/dpkg/info/nginx.list", "/usr/sbin/nginx\n")
            .file("usr/sbin/nginx", program)
            .finish();
    byte[] top = new TarBytes().file("var/lib/dpkg/info/.wh.nginx.list", "").gzip();
    String config =
        LocalRegistry.config(List.of(base.bytes(), top))
            .replace(Digest.sha256(base.bytes()).toString(), diffId(base.bytes()).toString())
            .replace(Digest.sha256(top).toString(), diffId(top).toString());
    registry.content().putBlob(config.getBytes(StandardCharsets.UTF_8));
    registry.content().putBlob(base.bytes());
    registry.content().putBlob(top);
    String described = LocalRegistry.descriptor(MediaTypes.OCI_LAYER_GZIP, base.bytes());
    String manifest =
        LocalRegistry.manifest(config, List.of(base.bytes(), top))
            .replace(
                described,
                described.substring(0, described.length() - 1)
                    + ",\"annotations\":{\""
                    + TocIndex.STARGZ_DIGEST
                    + "\":\""
                    + base.toc()
                    + "\"}}");
    registry
        .content()
        .putManifest(
            "two", "1", manifest.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_MANIFEST);
    ImageRef ref = registry.ref("two", "1");
    Analysed whole = read(ref, Way.any(1));
    assertTrue(names(whole).contains("nginx"), names(whole).toString());
    assertEquals(found(whole), found(read(ref, QUICKER)));
    Analysed parts = read(ref, ALWAYS);
    assertTrue(
        parts.inventory().gaps().toString().contains("whose packages an upper layer takes away"),
        parts.inventory().gaps().toString());
  }
}
