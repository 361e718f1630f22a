package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactCommandsTest {
  private static final String KIND = "application/vnd.cyclonedx+json";

  @TempDir Path work;
  private LocalRegistry server;
  private ImageRef image;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    image = server.put("team/app", "1", List.of("layer".getBytes(UTF_8)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int assay(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(new byte[0]),
            out,
            err,
            Map.of(
                "HOME",
                work.toString(),
                "ASSAY_STDERR_TTY",
                "0",
                "SOURCE_DATE_EPOCH",
                "1700000000")));
  }

  private String ran(String... arguments) {
    assertEquals(0, assay(arguments), () -> err.toString(UTF_8));
    return out.toString(UTF_8);
  }

  private static String digest(String output) {
    return output.lines().filter(l -> l.startsWith("Digest: ")).findFirst().orElse("").substring(8);
  }

  private Path file(String name, String content) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return file;
  }

  private String attach(String content) throws IOException {
    Path bom = file("bom.json", content);
    return digest(ran("attach", "--artifact-type", KIND, image.toString(), bom + ":text/x-bom"));
  }

  @Test
  void whatIsAttachedIsFoundAndFetched() throws IOException {
    String digest = attach("{\"bomFormat\":\"CycloneDX\"}");
    assertTrue(
        ran("discover", image.toString()).endsWith("└── " + KIND + "\n    └── " + digest + "\n"));
    assertTrue(ran("discover", "-o", "table", image.toString()).contains(KIND + "  " + digest));
    assertFalse(ran("discover", "--artifact-type", "other", image.toString()).contains(digest));
    Json json = Json.parse(ran("discover", "-o", "json", image.toString()).getBytes(UTF_8), "json");
    assertEquals(digest, json.at("referrers").items().getFirst().text("digest"));
    assertEquals(
        image.name() + "@" + digest, json.at("referrers").items().getFirst().text("reference"));
    Path folder = work.resolve("fetched");
    ran("fetch", "-o", folder.toString() + "/", image.name() + "@" + digest);
    assertEquals("{\"bomFormat\":\"CycloneDX\"}", Files.readString(folder.resolve("bom.json")));
    assertEquals(
        "{\"bomFormat\":\"CycloneDX\"}",
        ran("fetch", "--artifact-type", KIND, "-o", "-", image.toString()));
    Path other = work.resolve("other.json");
    ran("fetch", "-o", other.toString(), image.name() + "@" + digest);
    assertEquals("{\"bomFormat\":\"CycloneDX\"}", Files.readString(other));
  }

  @Test
  void theManifestIsWhatOrasWouldWrite() throws IOException {
    String digest = attach("x");
    Path manifest = work.resolve("m.json");
    ran(
        "attach",
        "--artifact-type",
        KIND,
        "--export-manifest",
        manifest.toString(),
        image.toString(),
        work.resolve("bom.json") + ":text/x-bom");
    assertEquals(digest, Digest.sha256(Files.readAllBytes(manifest)).toString());
    String subject = ran("discover", "-o", "json", image.toString());
    String about = Json.parse(subject.getBytes(UTF_8), "json").text("digest");
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"artifactType\":\""
            + KIND
            + "\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\","
            + "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
            + "\"size\":2,\"data\":\"e30=\"},\"layers\":[{\"mediaType\":\"text/x-bom\",\"digest\":\""
            + Digest.sha256("x".getBytes(UTF_8))
            + "\",\"size\":1,\"annotations\":{\"org.opencontainers.image.title\":\"bom.json\"}}],"
            + "\"subject\":{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"digest\":\""
            + about
            + "\",\"size\":"
            + Json.parse(subject.getBytes(UTF_8), "json").at("size").whole().orElse(0L)
            + "},\"annotations\":{\"org.opencontainers.image.created\":\"2023-11-14T22:13:20Z\"}}",
        Files.readString(manifest));
  }

  @Test
  void anAnnotationAloneCanBeAttached() {
    ran("attach", "--artifact-type", "example/note", "-a", "reviewed=yes", image.toString());
    assertTrue(ran("discover", "-o", "json", image.toString()).contains("\"reviewed\": \"yes\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escape",
        "/etc/escape",
        "a/../../escape",
        "a\\b",
        "C:x",
        "",
        ".",
        "a/..",
        "line\nfeed"
      })
  void namesThatLeadElsewhereAreRefused(String title) throws IOException {
    byte[] blob = "evil".getBytes(UTF_8);
    server.content().putBlob(blob);
    server.content().putBlob("{}".getBytes(UTF_8));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_MANIFEST
            + "\",\"artifactType\":\"x/y\",\"config\":"
            + LocalRegistry.descriptor(MediaTypes.OCI_EMPTY, "{}".getBytes(UTF_8))
            + ",\"layers\":["
            + LocalRegistry.descriptor("x/z", blob).replaceFirst("}$", "")
            + ",\"annotations\":{\"org.opencontainers.image.title\":\""
            + title.replace("\\", "\\\\").replace("\n", "\\n")
            + "\"}}]}";
    server
        .content()
        .putManifest("team/app", "evil", manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    Path inner = Files.createDirectories(work.resolve("deep/inner"));
    assertEquals(3, assay("fetch", "-o", inner + "/", image.name() + ":evil"));
    try (var all = Files.walk(work)) {
      assertEquals(List.of(), all.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aLinkInTheFolderIsNotFollowed() throws IOException {
    Path bom = file("sub/bom.json", "evil");
    ran("attach", "--artifact-type", KIND, image.toString(), bom.toString());
    // The title is the name alone, since the path given is absolute.
    Path folder = Files.createDirectories(work.resolve("to"));
    Path outside = file("outside", "mine");
    Files.createSymbolicLink(folder.resolve("bom.json"), outside);
    ran("fetch", "--artifact-type", KIND, "-o", folder + "/", image.toString());
    assertEquals("mine", Files.readString(outside));
    assertEquals("evil", Files.readString(folder.resolve("bom.json")));
  }

  @Test
  void bytesThatAreNotTheirDigestAreNotWritten() throws IOException {
    String digest = attach("0123456789");
    server.swap(Digest.sha256("0123456789".getBytes(UTF_8)), "9876543210".getBytes(UTF_8), 10);
    Path folder = work.resolve("to");
    assertEquals(3, assay("fetch", "-o", folder + "/", image.name() + "@" + digest));
    try (var all = Files.list(folder)) {
      assertEquals(List.of(), all.toList());
    }
  }

  @Test
  void copiesWithWhatIsAttachedAndMovesNothingWithinARegistry() throws IOException {
    String bom = attach("the bom");
    byte[] signature = "sig".getBytes(UTF_8);
    server.put("team/app", "sig", List.of(signature));
    String subject = subject();
    byte[] legacy =
        LocalRegistry.manifest(LocalRegistry.config(List.of(signature)), List.of(signature))
            .getBytes(UTF_8);
    server
        .content()
        .putManifest(
            "team/app", subject.replace(':', '-') + ".sig", legacy, MediaTypes.OCI_MANIFEST);
    String said = ran("cp", "-r", image.toString(), server.host() + "/prod/app:2");
    assertTrue(said.contains(" => " + server.host() + "/prod/app:2\n"), said);
    assertTrue(said.contains("Digest: " + subject + "\n"), said);
    assertTrue(said.contains("0 blobs sent"), said);
    String tree = ran("tree", server.host() + "/prod/app:2");
    assertTrue(tree.contains(bom), tree);
    assertTrue(tree.contains("signatures under the tag " + subject.replace(':', '-')), tree);
    try (LocalRegistry other = LocalRegistry.start()) {
      ran("copy", "-r", image.toString(), other.host() + "/x/y:3");
      assertTrue(ran("discover", other.host() + "/x/y:3").contains(bom));
      assertArrayEquals(
          "layer".getBytes(UTF_8),
          other.content().blob(Digest.sha256("layer".getBytes(UTF_8))).orElseThrow());
      ran("copy", image.toString(), other.host() + "/x/plain:3");
      assertFalse(ran("discover", other.host() + "/x/plain:3").contains(bom));
    }
  }

  private String subject() {
    return Json.parse(ran("discover", "-o", "json", image.toString()).getBytes(UTF_8), "json")
        .text("digest");
  }

  @Test
  void copiesAllOfAnIndexOrOnePlatform() throws IOException {
    List<String> children = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      byte[] layer = architecture.getBytes(UTF_8);
      server.put("team/multi", architecture, List.of(layer));
      byte[] manifest =
          LocalRegistry.manifest(LocalRegistry.config(List.of(layer)), List.of(layer))
              .getBytes(UTF_8);
      children.add(
          LocalRegistry.descriptor(MediaTypes.OCI_MANIFEST, manifest).replaceFirst("}$", "")
              + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
              + architecture
              + "\"}}");
    }
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + MediaTypes.OCI_INDEX
            + "\",\"manifests\":["
            + String.join(",", children)
            + "]}";
    server.content().putManifest("team/multi", "1", index.getBytes(UTF_8), MediaTypes.OCI_INDEX);
    try (LocalRegistry other = LocalRegistry.start()) {
      String all = ran("copy", server.host() + "/team/multi:1", other.host() + "/all:1");
      assertEquals(Digest.sha256(index.getBytes(UTF_8)).toString(), digest(all));
      assertTrue(all.contains("3 manifests"), all);
      String one =
          ran(
              "copy",
              "--platform",
              "linux/arm64",
              server.host() + "/team/multi:1",
              other.host() + "/one:1");
      assertTrue(one.contains("1 manifests"), one);
      assertTrue(other.content().blob(Digest.sha256("arm64".getBytes(UTF_8))).isPresent());
    }
  }

  @Test
  void aTagThatMovesMeanwhileChangesNothing() throws IOException {
    ImageRef moved = server.put("team/app", "moving", List.of("before".getBytes(UTF_8)));
    server.with(exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (path.contains("/blobs/")) {
        server.put("team/app", "moving", List.of("after".getBytes(UTF_8)));
      }
      return false;
    });
    try (LocalRegistry other = LocalRegistry.start()) {
      ran("copy", moved.toString(), other.host() + "/x:1");
      assertTrue(other.content().blob(Digest.sha256("before".getBytes(UTF_8))).isPresent());
      assertFalse(other.content().blob(Digest.sha256("after".getBytes(UTF_8))).isPresent());
    }
    assertEquals(1, server.count("/manifests/moving"));
  }

  @Test
  void registriesWithoutTheApiDoAsWell() throws IOException {
    server.content().keepNoReferrers();
    String digest = attach("x");
    assertTrue(ran("discover", image.toString()).contains(digest));
    try (LocalRegistry other = LocalRegistry.start()) {
      other.content().keepNoReferrers();
      ran("copy", "-r", image.toString(), other.host() + "/x:1");
      assertTrue(ran("discover", other.host() + "/x:1").contains(digest));
    }
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    Path bom = file("bom.json", "x");
    assertEquals(2, assay("attach", image.toString(), bom.toString()));
    assertEquals(2, assay("attach", "--artifact-type", KIND, image.toString()));
    assertEquals(2, assay("attach", "--artifact-type", KIND, image.toString(), work.toString()));
    assertEquals(2, assay("attach", "--artifact-type", KIND, image.toString(), "none:x/y"));
    assertEquals(
        2, assay("attach", "--artifact-type", KIND, "-a", "x", image.toString(), bom.toString()));
    assertEquals(
        3,
        assay("attach", "--artifact-type", KIND, image.toString(), bom.toString(), bom.toString()));
    assertEquals(2, assay("discover"));
    assertEquals(2, assay("copy", image.toString()));
    assertEquals(2, assay("discover", "-o", "yaml", image.toString()));
    assertEquals(3, assay("fetch", "--artifact-type", "none/such", image.toString()));
    assertEquals(3, assay("fetch", "-o", work + "/", image.toString()));
    assertEquals(3, assay("discover", server.host() + "/team/app:none"));
    server.fail("/referrers/", 99, 403, Map.of());
    assertEquals(4, assay("discover", image.toString()));
  }
}
