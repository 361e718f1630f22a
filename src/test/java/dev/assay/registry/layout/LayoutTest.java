package dev.assay.registry.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.HttpSettings;
import dev.assay.net.Request;
import dev.assay.registry.ContentStore.Brought;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.Referrers;
import dev.assay.support.TestClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  @TempDir Path work;
  private Path folder;
  private ImageRef ref;

  @BeforeEach
  void name() {
    folder = work.resolve("layout");
    ref = ImageRef.layout(folder.toString());
  }

  private Layout layout() {
    return new Layout(folder, HttpSettings.standard("test", Map.of()));
  }

  static byte[] manifest(String note, Descriptor... subject) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_MANIFEST);
          json.object(
              "config",
              () -> Descriptor.of(MediaTypes.OCI_EMPTY, Digest.sha256(EMPTY), 2).write(json));
          json.array("layers", () -> {});
          for (Descriptor about : subject) {
            json.object("subject", () -> about.write(json));
          }
          json.object("annotations", () -> json.put("note", note));
        }));
  }

  private static Request.Body body(byte[] content) {
    return Request.Body.of("application/octet-stream", content);
  }

  private Digest store(String tag, String note) {
    layout().pushBlob(ref, Digest.sha256(EMPTY), body(EMPTY));
    return layout().pushManifest(ref.tagged(tag), manifest(note), MediaTypes.OCI_MANIFEST);
  }

  private List<Json> entries() throws IOException {
    return Json.parse(Files.readAllBytes(folder.resolve("index.json")), "index")
        .at("manifests")
        .items();
  }

  private Path blob(Digest digest) {
    return folder.resolve(LayoutFolder.path(digest));
  }

  @Test
  void whatIsStoredUnderATagIsFoundByTagByDigestAndAlone() throws IOException {
    Digest digest = store("1", "a");
    assertEquals(digest, layout().manifest(ref.tagged("1")).digest());
    assertEquals(digest, layout().manifest(ref.at(digest)).digest());
    assertEquals(digest, layout().manifest(ref).digest());
    assertEquals(
        "{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(folder.resolve("oci-layout")));
    assertEquals("1", entries().getFirst().at("annotations").text(LayoutIndex.NAME));
  }

  @Test
  void readingMakesNothing() {
    assertTrue(layout().findManifest(ref.tagged("1")).isEmpty());
    assertFalse(layout().hasBlob(ref, Digest.sha256(EMPTY)));
    InputFailure failure = assertThrows(InputFailure.class, () -> layout().manifest(ref));
    assertEquals("cannot read oci:" + folder + ": there is no such folder", failure.getMessage());
    assertFalse(Files.exists(folder));
  }

  @Test
  void aTagThatMovesLeavesWhatItNamedBefore() throws IOException {
    Digest first = store("1", "a");
    Digest second = store("1", "b");
    assertEquals(second, layout().manifest(ref.tagged("1")).digest());
    assertEquals(first, layout().manifest(ref.at(first)).digest());
    assertEquals(2, entries().size());
    assertEquals("", entries().getFirst().at("annotations").text(LayoutIndex.NAME));
    store("1", "a");
    assertEquals(2, entries().size());
    assertEquals(first, layout().manifest(ref.tagged("1")).digest());
  }

  @Test
  void severalImagesAreToldApartByName() {
    store("1", "a");
    store("2", "b");
    InputFailure failure = assertThrows(InputFailure.class, () -> layout().manifest(ref));
    assertEquals("it has 1, 2", failure.hint());
    InputFailure missing =
        assertThrows(InputFailure.class, () -> layout().manifest(ref.tagged("3")));
    assertEquals("it has 1, 2", missing.hint());
  }

  @Test
  void whatRefersToAnImageIsListedAndIsNoImage() {
    store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    Digest attached = new Referrers(layout()).attach(ref, manifest("r", subject)).digest();
    Digest deeper =
        new Referrers(layout())
            .attach(ref, manifest("s", layout().manifest(ref.at(attached)).descriptor()))
            .digest();
    assertEquals(List.of(attached), referrers(subject.digest()));
    assertEquals(List.of(deeper), referrers(attached));
    assertEquals(subject.digest(), layout().manifest(ref).digest());
  }

  private List<Digest> referrers(Digest subject) {
    return new Referrers(layout())
        .list(new ReferrerQuery(ref, subject, "")).referrers().stream()
            .map(referrer -> referrer.descriptor().digest())
            .toList();
  }

  @Test
  void aListThatClientsKeptInARegistryCounts() {
    Digest image = store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    byte[] referrer = manifest("r", subject);
    Digest digest = Digest.sha256(referrer);
    layout().pushBlob(ref, digest, body(referrer));
    byte[] list =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.put("mediaType", MediaTypes.OCI_INDEX);
              json.array(
                  "manifests",
                  () ->
                      json.object(() ->
                          Descriptor.of(MediaTypes.OCI_MANIFEST, digest, referrer.length)
                              .write(json)));
            }));
    layout().pushManifest(ref.tagged("sha256-" + image.hex()), list, MediaTypes.OCI_INDEX);
    assertEquals(List.of(digest), referrers(image));
    assertEquals(image, layout().manifest(ref).digest());
  }

  @Test
  void whatOthersHaveWrittenStays() throws IOException {
    Digest digest = store("1", "a");
    String theirs =
        """
        {"schemaVersion":2,"x":{"y":[1]},"annotations":{"of":"index"},"manifests":[\
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,\
        "data":"e30=","z":1,"annotations":{"k":"v"},"platform":{"os":"linux","architecture":"arm64",\
        "os.version":"9"}}]}\
        """
            .formatted(digest, manifest("a").length);
    Files.writeString(folder.resolve("index.json"), theirs);
    store("1", "a");
    store("2", "b");
    Json index = Json.parse(Files.readAllBytes(folder.resolve("index.json")), "index");
    assertEquals("index", index.at("annotations").text("of"));
    assertEquals(1, index.at("x").at("y").items().size());
    Json entry = entries().getFirst();
    assertEquals("v", entry.at("annotations").text("k"));
    assertEquals("1", entry.at("annotations").text(LayoutIndex.NAME));
    assertEquals("e30=", entry.text("data"));
    assertEquals("9", entry.at("platform").text("os.version"));
    assertEquals(2, entries().size());
  }

  @Test
  void writersAtOnceLoseNothing() throws Exception {
    store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    List<Digest> attached = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<Digest>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        byte[] content = manifest("n" + i, subject);
        all.add(threads.submit(() -> new Referrers(layout()).attach(ref, content).digest()));
      }
      for (Future<Digest> one : all) {
        attached.add(one.get());
      }
    }
    assertEquals(
        attached.stream().sorted().toList(),
        referrers(subject.digest()).stream().sorted().toList());
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void processesAtOnceLoseNothing() throws Exception {
    store("1", "a");
    Digest image = layout().manifest(ref).digest();
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  TestClassPath.get(),
                  LayoutWriter.class.getName(),
                  folder.toString(),
                  "writer " + i + " ",
                  "25")
              .inheritIO()
              .start());
    }
    for (Process writer : writers) {
      assertEquals(0, writer.waitFor());
    }
    assertEquals(100, referrers(image).size());
  }

  @Test
  void aDamagedBlobIsNotReadAndIsBroughtAgain() throws IOException {
    byte[] content = "layer".getBytes(UTF_8);
    Digest digest = Digest.sha256(content);
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_LAYER, digest, content.length);
    assertEquals(Brought.SENT, layout().bringBlob(ref, digest, body(content), ""));
    assertEquals(Brought.PRESENT, layout().bringBlob(ref, digest, body(content), ""));
    for (String other : List.of("LAYER", "laye", "layers", "")) {
      Files.writeString(blob(digest), other);
      assertFalse(layout().hasBlob(ref, digest), other);
      assertThrows(InputFailure.class, () -> read(descriptor), other);
    }
    assertEquals(Brought.SENT, layout().bringBlob(ref, digest, body(content), ""));
    assertArrayEquals(content, read(descriptor));
  }

  private byte[] read(Descriptor blob) throws IOException {
    try (InputStream in = layout().openBlob(ref, blob, "layer")) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatHasAnotherDigestIsNotWritten() throws IOException {
    Digest digest = Digest.sha256("other".getBytes(UTF_8));
    assertThrows(
        InputFailure.class, () -> layout().pushBlob(ref, digest, body("these".getBytes(UTF_8))));
    assertThrows(
        InputFailure.class,
        () -> layout().pushManifest(ref.at(digest), manifest("a"), MediaTypes.OCI_MANIFEST));
    assertFalse(Files.exists(blob(digest)));
    try (Stream<Path> files = Files.list(blob(digest).getParent())) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aDamagedManifestIsNamed() throws IOException {
    Digest digest = store("1", "a");
    Files.writeString(blob(digest), Files.readString(blob(digest)).replace("\"a\"", "\"b\""));
    InputFailure failure =
        assertThrows(InputFailure.class, () -> layout().manifest(ref.at(digest)));
    assertTrue(failure.getMessage().startsWith("cannot trust manifest " + digest));
  }

  @Test
  void linksAreFollowedInsideAlone() throws IOException {
    Digest digest = store("1", "a");
    Path beside = folder.resolve("beside");
    Files.move(blob(digest), beside);
    Files.createSymbolicLink(blob(digest), beside);
    assertEquals(digest, layout().manifest(ref).digest());
    Path outside = work.resolve("outside");
    Files.move(beside, outside);
    Files.delete(blob(digest));
    Files.createSymbolicLink(blob(digest), outside);
    assertThrows(InputFailure.class, () -> layout().manifest(ref.at(digest)));
    assertThrows(InputFailure.class, () -> layout().hasBlob(ref, digest));
  }

  @Test
  void nothingIsWrittenThroughALinkThatLeadsOut() throws IOException {
    Path outside = Files.createDirectory(work.resolve("outside"));
    Files.createDirectories(folder.resolve("blobs"));
    Files.createSymbolicLink(folder.resolve("blobs/sha256"), outside);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThrows(InputFailure.class, () -> store("1", "a"));
    try (Stream<Path> files = Files.list(outside)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFolderOfOtherThingsBecomesNoLayout() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    InputFailure failure = assertThrows(InputFailure.class, () -> store("1", "a"));
    assertEquals("name an empty folder, or one that is not there yet", failure.hint());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aTagIsStoredOnlyWhereItStillIsWhatItWas() {
    store("1", "a");
    String before = layout().manifest(ref.tagged("1")).entityTag();
    store("1", "b");
    boolean isStored =
        layout()
            .storeManifest(ref.tagged("1"), manifest("c"), MediaTypes.OCI_MANIFEST, before)
            .isStored();
    assertFalse(isStored);
  }

  @Test
  void cosignsSavedSignaturesAreFoundByKind() throws IOException {
    Digest image = store("1", "a");
    Digest signatures = store("2", "b");
    String text = Files.readString(folder.resolve("index.json"));
    Files.writeString(
        folder.resolve("index.json"),
        text.replace("\"" + LayoutIndex.NAME + "\":\"1\"", "\"a\":\"b\"")
            .replace(
                "\"kind\":\"dev.cosignproject.cosign/image\",\"" + LayoutIndex.NAME + "\":\"2\"",
                "\"kind\":\"dev.cosignproject.cosign/sigs\""));
    assertEquals(
        signatures, layout().manifest(ref.tagged("sha256-" + image.hex() + ".sig")).digest());
    assertEquals(image, layout().manifest(ref).digest());
    assertTrue(layout().findManifest(ref.tagged("sha256-" + "0".repeat(64) + ".sig")).isEmpty());
  }

  @Test
  void tooMuchToSearchIsAFailure() throws IOException {
    store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    for (int i = 0; i < 9; i++) {
      new Referrers(layout()).attach(ref, manifest("x".repeat(4_000_000) + i, subject));
    }
    InputFailure failure =
        assertThrows(
            InputFailure.class,
            () -> layout().referrers(new ReferrerQuery(ref, subject.digest(), ""), ""));
    assertTrue(failure.getMessage().startsWith("cannot search layout"), failure.getMessage());
  }

  @Test
  void bundlesThatCosignSavedAreFoundThoughNothingListsThem() throws IOException {
    Digest image = store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    byte[] bundle = manifest("bundle", subject);
    layout().pushBlob(ref, Digest.sha256(bundle), body(bundle));
    assertEquals(List.of(), referrers(image));
    String text = Files.readString(folder.resolve("index.json"));
    Files.writeString(
        folder.resolve("index.json"), text.replace(",\"" + LayoutIndex.NAME + "\":\"1\"", ""));
    assertEquals(List.of(Digest.sha256(bundle)), referrers(image));
    assertEquals(image, layout().manifest(ref).digest());
  }

  @Test
  void searchesForManySubjectsCountWhatTheyReadOnce() throws IOException {
    Digest image = store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    byte[] bundle = manifest("x".repeat(4_000_000), subject);
    layout().pushBlob(ref, Digest.sha256(bundle), body(bundle));
    String text = Files.readString(folder.resolve("index.json"));
    Files.writeString(
        folder.resolve("index.json"), text.replace(",\"" + LayoutIndex.NAME + "\":\"1\"", ""));
    Layout layout = layout();
    for (int i = 0; i < 9; i++) {
      assertEquals(
          1, layout.referrers(new ReferrerQuery(ref, image, ""), "").get().referrers().size());
    }
  }

  @Test
  void whatIsListedAndMissingIsFoundOnceItIsBrought() throws IOException {
    Digest image = store("1", "a");
    Descriptor subject = layout().manifest(ref).descriptor();
    byte[] note = manifest("note", subject);
    new Referrers(layout()).attach(ref, note);
    Files.delete(blob(Digest.sha256(note)));
    Layout layout = layout();
    ReferrerQuery query = new ReferrerQuery(ref, image, "");
    assertEquals(List.of(), layout.referrers(query, "").get().referrers());
    layout.pushBlob(ref, Digest.sha256(note), body(note));
    assertEquals(1, layout.referrers(query, "").get().referrers().size());
  }

  @Test
  void anotherVersionIsNotTouched() throws IOException {
    store("1", "a");
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
    assertThrows(InputFailure.class, () -> layout().findManifest(ref));
    assertThrows(InputFailure.class, () -> store("2", "b"));
  }

  @Test
  void whatAnIndexListsIsNoImageOfItsOwn() {
    Digest child = store("1", "a");
    layout().pushManifest(ref, manifest("b"), MediaTypes.OCI_MANIFEST);
    Digest unnamed = Digest.sha256(manifest("b"));
    byte[] index =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.put("mediaType", MediaTypes.OCI_INDEX);
              json.array(
                  "manifests",
                  () ->
                      json.object(() ->
                          Descriptor.of(MediaTypes.OCI_MANIFEST, unnamed, manifest("b").length)
                              .write(json)));
            }));
    Digest multi = layout().pushManifest(ref, index, MediaTypes.OCI_INDEX);
    // One has a name, one lists the third.
    assertEquals(child, layout().manifest(ref).digest());
    assertEquals(multi, layout().manifest(ref.at(multi)).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"manifests\":5}",
        "{\"manifests\":[{\"digest\":\"sha256:../../etc/passwd\",\"size\":1}]}",
        "{\"manifests\":[{}]}",
        "{\"config\":{},\"manifests\":[]}"
      })
  void aBrokenIndexIsAFailure(String index) throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("index.json"), index);
    assertThrows(InputFailure.class, () -> layout().findManifest(ref.tagged("1")));
  }

  @Test
  void anIndexThatIsCutOrHasOtherBitsIsReadOrRefused() throws IOException {
    store("1", "a");
    byte[] whole = Files.readAllBytes(folder.resolve("index.json"));
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      byte[] broken =
          random.nextBoolean()
              ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      if (broken.length > 0) {
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(folder.resolve("index.json"), broken);
      try {
        layout().findManifest(ref.tagged("1"));
      } catch (InputFailure e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("cannot "), e.getMessage());
      }
    }
  }
}
