package dev.assay.image.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.ExitCode;
import dev.assay.failure.InputFailure;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.Layer;
import dev.assay.model.Platform;
import dev.assay.model.Progress;
import dev.assay.support.TarBytes;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInputTest {
  private static final List<String> BOTH = List.of("above 2.0", "one 1.0");

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path layout() throws IOException {
    Path layout = folder.resolve("layout");
    ImageBuilder.writeFolder(Inputs.image("one"), "app:1", layout);
    return layout;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  /// What skopeo makes of our layout.
  private Path skopeo(String transport, String... more) throws Exception {
    Path layout = layout();
    Path target = folder.resolve(transport.replaceAll("[^a-z]", "-"));
    List<String> command =
        new ArrayList<>(List.of(Tools.require("skopeo").toString(), "--insecure-policy", "copy"));
    command.addAll(Arrays.asList(more));
    command.add("oci:" + layout + ":app:1");
    command.add(transport + ":" + target + ":example.com/team/app:1");
    run(command.toArray(String[]::new));
    return target;
  }

  /// The same content as file, compressed file, and on standard input.
  private void readsEveryWay(byte[] tar, List<String> expected) throws IOException {
    assertEquals(expected, Inputs.found(Inputs.open(write("plain", tar))));
    assertEquals(expected, Inputs.found(Inputs.open(write("packed", TarBytes.gzip(tar)))));
    assertEquals(expected, Inputs.found(Inputs.openStdin(tar)));
    assertEquals(expected, Inputs.found(Inputs.openStdin(TarBytes.gzip(tar))));
  }

  /// The line a user sees, the same for a file and for standard input, but for the name.
  private String failsEveryWay(byte[] tar) throws IOException {
    Path file = write("broken", tar);
    InputFailure fromFile = assertThrows(InputFailure.class, () -> Inputs.found(Inputs.open(file)));
    InputFailure fromStdin =
        assertThrows(InputFailure.class, () -> Inputs.found(Inputs.openStdin(tar)));
    assertEquals(ExitCode.INPUT, fromFile.exitCode());
    return Inputs.message(fromFile) + " | " + Inputs.message(fromStdin);
  }

  @Test
  void readsALayoutFolder() throws IOException {
    OpenedImage image = Inputs.open(layout());
    assertEquals(Inputs.image("one").digest(), image.source().facts().manifestDigest());
    assertEquals(List.of("app:1"), image.source().facts().repoTags());
    assertEquals(
        List.of("COPY one", "COPY two"),
        image.source().facts().layers().stream().map(Layer::createdBy).toList());
    assertEquals(BOTH, Inputs.found(image));
  }

  @Test
  void readsALayoutArchiveEveryWay() throws IOException {
    readsEveryWay(Inputs.layoutTar(Inputs.image("one"), "app:1"), BOTH);
  }

  @Test
  void readsWhatSkopeoWritesAsDockerArchive() throws Exception {
    byte[] tar = Files.readAllBytes(skopeo("docker-archive"));
    readsEveryWay(tar, BOTH);
    OpenedImage image = Inputs.openStdin(tar);
    assertEquals(List.of("example.com/team/app:1"), image.source().facts().repoTags());
    for (Layer layer : image.source().facts().layers()) {
      assertEquals(layer.diffId(), layer.digest());
    }
  }

  @Test
  void readsWhatSkopeoWritesAsOciArchive() throws Exception {
    readsEveryWay(Files.readAllBytes(skopeo("oci-archive")), BOTH);
  }

  @Test
  void readsZstdLayersAndAZstdArchive() throws Exception {
    Path archive = skopeo("oci-archive", "--dest-compress", "--dest-compress-format", "zstd");
    OpenedImage image = Inputs.open(archive);
    assertTrue(
        image.source().facts().layers().stream().noneMatch(l -> l.digest().equals(l.diffId())));
    readsEveryWay(Files.readAllBytes(archive), BOTH);
    run(Tools.require("zstd").toString(), "-q", archive.toString());
    assertEquals(BOTH, Inputs.found(Inputs.open(Path.of(archive + ".zst"))));
  }

  private static String manifest(String config, List<String> tags, List<String> layers) {
    return "{\"Config\":\"%s\",\"RepoTags\":[%s],\"Layers\":[%s]}"
        .formatted(config, quoted(tags), quoted(layers));
  }

  private static String quoted(List<String> texts) {
    return String.join(",", texts.stream().map(t -> "\"" + t + "\"").toList());
  }

  private static String config(byte[]... layers) {
    List<String> ids = Arrays.stream(layers).map(l -> Digest.sha256(l).toString()).toList();
    return "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\","
        + "\"diff_ids\":["
        + quoted(ids)
        + "]}}";
  }

  private static byte[] layer(String name) {
    return new TarBytes().file("opt/" + name + ".pkg", name + " 1.0").end();
  }

  @Test
  void followsTheLinksOfOldDockerVersions() throws IOException {
    byte[] layer = layer("one");
    String config = config(layer, layer);
    byte[] tar =
        new TarBytes()
            .folder("aaa")
            .file("aaa/VERSION", "1.0")
            .file("aaa/json", "{}")
            .symlink("bbb/layer.tar", "../aaa/layer.tar")
            .file("aaa/layer.tar", layer)
            .file("config.json", config)
            .file(
                "manifest.json",
                "["
                    + manifest(
                        "config.json", List.of("app:1"), List.of("aaa/layer.tar", "bbb/layer.tar"))
                    + "]")
            .file("repositories", "{}")
            .end();
    readsEveryWay(tar, List.of("one 1.0"));
  }

  @Test
  void refusesADockerListThatARuntimeWouldReadOtherwise() throws IOException {
    byte[] decoy = layer("decoy");
    String real = manifest("real.json", List.of(), List.of("real.tar"));
    String both =
        manifest("config.json", List.of(), List.of("decoy.tar"))
            .replace("}", ",\"config\":\"real.json\",\"layers\":[\"real.tar\"]}");
    for (String list : List.of(both, real.replace("Layers", "layers"), "{\"a\":1,\"a\":2}")) {
      byte[] tar =
          new TarBytes()
              .file("config.json", config(decoy))
              .file("decoy.tar", decoy)
              .file("manifest.json", "[" + list + "]")
              .end();
      String message = failsEveryWay(tar);
      assertTrue(message.contains("only in case") || message.contains("twice"), message);
    }
  }

  @Test
  void refusesADockerListWhoseLayersAreNoList() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("config.json", "{\"rootfs\":{\"diff_ids\":[]}}")
            .file("manifest.json", "[{\"Config\":\"config.json\",\"Layers\":{}}]")
            .end();
    assertTrue(failsEveryWay(tar).contains("`Layers` is not a list"));
  }

  @Test
  void readsCompressedLayersInADockerArchive() throws IOException {
    byte[] layer = layer("one");
    byte[] tar =
        new TarBytes()
            .file("config.json", config(layer))
            .file("one.tar.gz", TarBytes.gzip(layer))
            .file(
                "manifest.json",
                "[" + manifest("config.json", List.of(), List.of("one.tar.gz")) + "]")
            .end();
    readsEveryWay(tar, List.of("one 1.0"));
    assertEquals(
        Digest.sha256(layer), Inputs.openStdin(tar).source().facts().layers().getFirst().digest());
  }

  @Test
  void fallsBackToTheDockerListWhereTheIndexNamesWhatIsNotThere() throws IOException {
    byte[] layer = layer("one");
    String missing = Digest.sha256(new byte[1]).toString();
    byte[] tar =
        new TarBytes()
            .file(
                "index.json",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
                    + "\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                    + missing
                    + "\",\"size\":1}]}")
            .file("config.json", config(layer))
            .file("one/layer.tar", layer)
            .file(
                "manifest.json",
                "[" + manifest("config.json", List.of(), List.of("one/layer.tar")) + "]")
            .end();
    readsEveryWay(tar, List.of("one 1.0"));
  }

  @Test
  void refusesAnArchiveWhoseTwoListsNameDifferentImages() throws Exception {
    byte[] layer = layer("two");
    ImageBuilder.Image one = Inputs.image("one");
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () ->
                Inputs.openStdin(
                    bothLists(one, config(layer).getBytes(UTF_8), layer, List.of(one.manifest()))));
    assertTrue(
        Inputs.message(failure)
            .contains("its `index.json` and its `manifest.json` name different images"));
  }

  @Test
  void saysThatOneOfSeveralImagesIsNotTheOneThatDockerLoads() throws Exception {
    byte[] layer = layer("two");
    ImageBuilder.Image one = Inputs.image("one");
    byte[] other = Inputs.image("three").manifest();
    byte[] tar =
        bothLists(one, config(layer).getBytes(UTF_8), layer, List.of(one.manifest(), other));
    Inputs.Told told = new Inputs.Told();
    Path file = write("both.tar", tar);
    Inputs.found(named(file, Optional.empty(), told));
    assertEquals(
        file
            + ": the image of `index.json` that is read is none of `manifest.json`, which"
            + " `docker load` goes by",
        told.warnings.getLast());
  }

  @Test
  void knowsAnImageThatBothListsNameByItsConfigurationWhateverThatIsCalled() throws Exception {
    ImageBuilder.Image one = Inputs.image("one");
    byte[] json = new byte[0];
    for (byte[] blob : one.blobs().values()) {
      json = blob.length > 0 && blob[0] == '{' ? blob : json;
    }
    byte[] tar = bothLists(one, json, layer("two"), List.of(one.manifest()));
    assertTrue(Inputs.found(Inputs.openStdin(tar)).contains("one 1.0"));
  }

  /// An OCI layout of that image, and a list of Docker's with another configuration.
  private static byte[] bothLists(
      ImageBuilder.Image image, byte[] config, byte[] layer, List<byte[]> listed) {
    List<String> descriptors = new ArrayList<>();
    for (byte[] each : listed) {
      descriptors.add(descriptor("manifest", each, ""));
    }
    TarBytes tar =
        new TarBytes()
            .file("index.json", index(descriptors.toArray(new String[0])))
            .file("config.json", config)
            .file("two.tar", layer)
            .file(
                "manifest.json",
                "[" + manifest("config.json", List.of("app:2"), List.of("two.tar")) + "]");
    blob(tar, image.manifest());
    image.blobs().values().forEach(bytes -> blob(tar, bytes));
    return tar.end();
  }

  @Test
  void takesTheFirstOfSeveralImagesAndSaysSoOrTheOneAskedFor() throws IOException {
    byte[] one = layer("one");
    byte[] two = layer("two");
    byte[] tar =
        new TarBytes()
            .file("1.json", config(one))
            .file("2.json", config(two))
            .file("1/layer.tar", one)
            .file("2/layer.tar", two)
            .file(
                "manifest.json",
                "["
                    + manifest("1.json", List.of("app:1"), List.of("1/layer.tar"))
                    + ","
                    + manifest("2.json", List.of("library/app:2"), List.of("2/layer.tar"))
                    + "]")
            .end();
    Inputs.Told told = new Inputs.Told();
    Path file = write("two.tar", tar);
    assertEquals(List.of("one 1.0"), Inputs.found(named(file, Optional.empty(), told)));
    assertEquals(
        List.of(file + " holds 2 images; reading the first, app:1, of app:1, library/app:2"),
        told.warnings);
    for (String name : List.of("app:2", "2", "docker.io/library/app:2")) {
      assertEquals(List.of("two 1.0"), Inputs.found(named(file, Optional.of(name), told)));
    }
    InputFailure failure =
        assertThrows(InputFailure.class, () -> named(file, Optional.of("app:3"), told));
    assertEquals("it has app:1, library/app:2", failure.hint());
  }

  private static OpenedImage named(Path file, Optional<String> name, Inputs.Told told)
      throws IOException {
    return ImageInput.open(
        file.toString(), InputStream.nullInputStream(), Inputs.request(name, told));
  }

  @Test
  void choosesThePlatformFromANestedIndex() throws Exception {
    ImageBuilder.Image amd = Inputs.image("one");
    ImageBuilder.Image arm =
        new ImageBuilder(new Platform("linux", "arm64", ""))
            .layer(new LayerBuilder().file("opt/arm.pkg", "arm 1.0").build(), "COPY")
            .build();
    byte[] nested =
        index(
            descriptor("manifest", amd.manifest(), platform("amd64")),
            descriptor("manifest", arm.manifest(), platform("arm64")));
    TarBytes tar = new TarBytes().file("index.json", index(descriptor("index", nested, "")));
    blob(tar, nested);
    blob(tar, amd.manifest());
    blob(tar, arm.manifest());
    amd.blobs().values().forEach(bytes -> blob(tar, bytes));
    arm.blobs().values().forEach(bytes -> blob(tar, bytes));
    byte[] bytes = tar.end();
    readsEveryWay(bytes, BOTH);
    InputRequest request = Inputs.asking("linux/s390x", Inputs.request().progress());
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () -> ImageInput.open("-", new ByteArrayInputStream(bytes), request));
    assertTrue(
        Inputs.message(failure).contains("linux/amd64, linux/arm64"), Inputs.message(failure));
  }

  private static final class Warnings implements Progress {
    private final List<String> said = new ArrayList<>();

    @Override
    public void step(String what, long done, long total) {}

    @Override
    public void warn(String message) {
      said.add(message);
    }

    @Override
    public void debug(String message) {}
  }

  private static byte[] dockerArchive(String architecture) throws IOException {
    byte[] layer = new TarBytes().file("opt/a.pkg", "a 1.0".getBytes(UTF_8)).end();
    byte[] config =
        ("{\"os\":\"linux\",\"architecture\":\""
                + architecture
                + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digest.sha256(layer)
                + "\"]}}")
            .getBytes(UTF_8);
    String name = Digest.sha256(config).hex() + ".json";
    return new TarBytes()
        .file("l.tar", layer)
        .file(name, config)
        .file(
            "manifest.json",
            ("[{\"Config\":\"" + name + "\",\"RepoTags\":[],\"Layers\":[\"l.tar\"]}]")
                .getBytes(UTF_8))
        .end();
  }

  @Test
  void readsTheOnlyPlatformWithAWarningUnlessAnotherWasAskedFor() throws Exception {
    ImageBuilder.Image arm =
        new ImageBuilder(new Platform("linux", "arm64", ""))
            .layer(new LayerBuilder().file("opt/arm.pkg", "arm 1.0").build(), "COPY")
            .build();
    for (byte[] archive : List.of(Inputs.layoutTar(arm, "1"), dockerArchive("arm64"))) {
      Warnings warnings = new Warnings();
      ImageInput.open(
          "-", new ByteArrayInputStream(archive), Inputs.request(Optional.empty(), warnings));
      assertEquals(
          List.of(
              "standard input is for linux/arm64, not for linux/amd64:"
                  + " there is no other, so it is read"),
          warnings.said);
      for (String asked : List.of("linux/amd64", "windows/arm64")) {
        InputFailure failure =
            assertThrows(
                InputFailure.class,
                () ->
                    ImageInput.open(
                        "-", new ByteArrayInputStream(archive), Inputs.asking(asked, warnings)));
        assertTrue(Inputs.message(failure).contains("is for linux/arm64, not for " + asked));
      }
      ImageInput.open(
          "-", new ByteArrayInputStream(archive), Inputs.asking("linux/arm64", warnings));
      assertEquals(1, warnings.said.size());
    }
  }

  private static void blob(TarBytes tar, byte[] content) {
    tar.file("blobs/sha256/" + Digest.sha256(content).hex(), content);
  }

  private static String platform(String architecture) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
  }

  private static String descriptor(String type, byte[] content, String more) {
    return "{\"mediaType\":\"application/vnd.oci.image.%s.v1+json\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, Digest.sha256(content), content.length, more);
  }

  private static byte[] index(String... descriptors) {
    return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void refusesALayerWhoseBytesAreOthers() throws IOException {
    ImageBuilder.Image image = Inputs.image("one");
    Digest last = List.copyOf(image.blobs().keySet()).getLast();
    TarBytes tar = new TarBytes();
    for (Map.Entry<String, byte[]> file : ImageBuilder.layout(image, "app:1").entrySet()) {
      boolean isLayer = file.getKey().endsWith(last.hex());
      tar.file(file.getKey(), isLayer ? TarBytes.gzip(layer("evil")) : file.getValue());
    }
    String failures = failsEveryWay(tar.end());
    assertTrue(failures.contains(last.hex()), failures);
  }

  @Test
  void refusesADockerLayerWhoseBytesAreOthers() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("config.json", config(layer("one")))
            .file("one/layer.tar", layer("evil"))
            .file(
                "manifest.json",
                "[" + manifest("config.json", List.of(), List.of("one/layer.tar")) + "]")
            .end();
    String failures = failsEveryWay(tar);
    assertTrue(failures.contains(Digest.sha256(layer("one")).toString()), failures);
  }

  @Test
  void refusesAnIndexThatPointsToItself() throws IOException {
    // Its own digest cannot be in it, so it names another's, under which it lies itself.
    byte[] other = new byte[] {1};
    byte[] self = index(descriptor("index", other, ""));
    byte[] tar =
        new TarBytes()
            .file("index.json", self)
            .file("blobs/sha256/" + Digest.sha256(other).hex(), self)
            .end();
    String failures = failsEveryWay(tar);
    assertTrue(failures.contains("hash to " + Digest.sha256(self)), failures);
  }

  @Test
  void refusesLayersThatAreMissingOrNone() throws IOException {
    byte[] layer = layer("one");
    String list = "[" + manifest("config.json", List.of(), List.of("one/layer.tar")) + "]";
    byte[] without =
        new TarBytes().file("config.json", config(layer)).file("manifest.json", list).end();
    assertTrue(failsEveryWay(without).contains("it has no `one/layer.tar`"));
    byte[] text =
        new TarBytes()
            .file("config.json", config(layer))
            .file("one/layer.tar", "no archive at all")
            .file("manifest.json", list)
            .end();
    failsEveryWay(text);
  }

  @Test
  void neverLooksOutsideForNamesThatLeadOut() throws IOException {
    byte[] layer = layer("one");
    write("outside.json", config(layer).getBytes(StandardCharsets.UTF_8));
    byte[] tar =
        new TarBytes()
            .file("../outside.json", config(layer))
            .symlink("link.json", folder.resolve("outside.json").toString())
            .file("one/layer.tar", layer)
            .file(
                "manifest.json",
                "[" + manifest("../outside.json", List.of(), List.of("one/layer.tar")) + "]")
            .end();
    assertTrue(failsEveryWay(tar).contains("it has no `../outside.json`"));
    Path layout = layout();
    Path blob = layout.resolve("blobs/sha256/" + Inputs.image("one").digest().hex());
    Files.move(blob, folder.resolve("moved"));
    Files.createSymbolicLink(blob, folder.resolve("moved"));
    InputFailure failure = assertThrows(InputFailure.class, () -> Inputs.open(layout));
    assertTrue(
        Inputs.message(failure).endsWith("leads out of the folder"), Inputs.message(failure));
  }

  @Test
  void boundsTheManifestAndTheNumberOfFiles() throws IOException {
    byte[] huge = new byte[9 << 20];
    Arrays.fill(huge, (byte) ' ');
    huge[0] = '[';
    huge[huge.length - 1] = ']';
    String failures = failsEveryWay(new TarBytes().file("manifest.json", huge).end());
    assertTrue(failures.contains("longer than 4194304 bytes"), failures);
    TarBytes many = new TarBytes();
    for (int i = 0; i <= 100_000; i++) {
      many.file("f" + i, new byte[0]);
    }
    assertTrue(failsEveryWay(many.end()).contains("more than 100000 files"));
  }

  @Test
  void endsAtATruncatedArchiveWhereverItIsCut() throws IOException {
    byte[] tar = Inputs.layoutTar(Inputs.image("one"), "app:1");
    // The plain archive's last blocks say nothing: padding, `oci-layout` and the end mark.
    cutEverywhere(tar, tar.length - 2560);
    byte[] packed = TarBytes.gzip(tar);
    cutEverywhere(packed, packed.length);
  }

  private void cutEverywhere(byte[] whole, int end) throws IOException {
    for (int length = 0; length < end; length += 1 + end / 41) {
      byte[] cut = Arrays.copyOf(whole, length);
      Path file = write("cut", cut);
      assertThrows(InputFailure.class, () -> Inputs.found(Inputs.open(file)));
      assertThrows(InputFailure.class, () -> Inputs.found(Inputs.openStdin(cut)));
    }
  }

  @Test
  void aFlippedBitIsFoundOrHarmless() throws IOException {
    byte[] tar = Inputs.layoutTar(Inputs.image("one"), "app:1");
    java.util.Random random = new java.util.Random(3);
    for (int round = 0; round < 60; round++) {
      byte[] flipped = tar.clone();
      int bit = random.nextInt(flipped.length * 8);
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Path file = write("flipped", flipped);
      for (boolean fromFile : List.of(true, false)) {
        try {
          assertEquals(
              BOTH, Inputs.found(fromFile ? Inputs.open(file) : Inputs.openStdin(flipped)));
        } catch (InputFailure e) {
          assertTrue(Inputs.message(e).startsWith("cannot "), Inputs.message(e));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "just text\n", "{\"bomFormat\":\"CycloneDX\"}", "BZh91AY"})
  void saysWhatIsNoImage(String content) throws IOException {
    Path file = write("input", content.getBytes(StandardCharsets.UTF_8));
    InputFailure failure = assertThrows(InputFailure.class, () -> Inputs.open(file));
    assertTrue(Inputs.message(failure).startsWith("cannot read " + file + ": it is "));
    assertTrue(!failure.hint().isEmpty());
    InputFailure stdin =
        assertThrows(
            InputFailure.class, () -> Inputs.openStdin(content.getBytes(StandardCharsets.UTF_8)));
    assertTrue(Inputs.message(stdin).startsWith("cannot read standard input: it is "));
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path missing = folder.resolve("missing.tar");
    InputFailure failure = assertThrows(InputFailure.class, () -> Inputs.open(missing));
    assertEquals(
        "cannot read " + missing + ": there is no such file or folder", Inputs.message(failure));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    failure = assertThrows(InputFailure.class, () -> Inputs.open(empty));
    assertTrue(Inputs.message(failure).contains("neither `index.json` nor `manifest.json`"));
    failsEveryWay(new TarBytes().file("readme", "an archive, but no image").end());
  }

  @Test
  void aGzipBombEndsAtTheRatio() throws IOException {
    byte[] zeros = new byte[64 << 20];
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      byte[] name = "bomb".getBytes(StandardCharsets.UTF_8);
      byte[] header = TarBytes.header('0', name, new byte[0], 1L << 30);
      gzip.write(new TarBytes().header(header).open());
      for (int i = 0; i < 16; i++) {
        gzip.write(zeros);
      }
    }
    InputFailure failure =
        assertThrows(InputFailure.class, () -> Inputs.openStdin(packed.toByteArray()));
    assertTrue(Inputs.message(failure).contains("layer-ratio"), Inputs.message(failure));
  }
}
