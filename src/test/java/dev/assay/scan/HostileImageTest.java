package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs, behind a gate, over images made to do harm. `scan/hostile.tsv` says what each ends
/// in: the exit code, the number of packages in the report (`-` where there is none), and words
/// that the report or the message has to contain.
class HostileImageTest {
  private record Expected(int exit, String packages, String says) {}

  @TempDir Path home;

  private LocalRegistry registry;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.start();
    Path secdb = Files.createDirectories(home.resolve("secdb").resolve("v3.10"));
    Files.writeString(
        secdb.resolve("main.json"),
        """
        {"reponame": "main", "distroversion": "v3.10", "packages": [
          {"pkg": {"name": "thttpd", "secfixes": {"2.0-r1": ["CVE-2020-1001"]}}}
        ]}
        """);
    Path osv = Files.createDirectories(home.resolve("osv"));
    for (String each : List.of("npm n1", "Maven g:outer")) {
      String[] words = each.split(" ", 2);
      Files.writeString(
          osv.resolve("OSV-" + words[0] + ".json"),
          """
          {"id": "OSV-%1$s", "modified": "2024-01-01T00:00:00Z", "affected": [{"package":
            {"ecosystem": "%1$s", "name": "%2$s"}, "versions": ["0.0.1"]}]}
          """
              .formatted(words[0], words[1]));
    }
    assertEquals(
        0,
        assay(
            "db",
            "build",
            "--source",
            "alpine-secdb=" + secdb.getParent(),
            "--source",
            "osv=" + osv),
        err.toString(UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
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
            Map.of("HOME", home.toString(), "ASSAY_STDERR_TTY", "0")));
  }

  private int scan(String ref, String... more) {
    var words =
        new ArrayList<>(
            List.of("image", "--skip-db-update", "--image-src", "remote", "-f", "json"));
    words.addAll(List.of("--exit-code", "1", ref));
    words.addAll(List.of(more));
    return assay(words.toArray(String[]::new));
  }

  private static Map<String, Expected> table() throws IOException {
    Map<String, Expected> table = new TreeMap<>();
    try (var in = HostileImageTest.class.getResourceAsStream("/scan/hostile.tsv")) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(line ->
              table.put(line[0], new Expected(Integer.parseInt(line[1]), line[2], line[3])));
    }
    return table;
  }

  @TestFactory
  Stream<DynamicTest> eachEndsAsTheTableSays() throws IOException {
    Map<String, Expected> table = table();
    var images = HostileImages.all();
    assertEquals(Set.copyOf(table.keySet()), Set.copyOf(images.keySet()));
    return images.entrySet().stream()
        .map(image ->
            DynamicTest.dynamicTest(
                image.getKey(),
                () -> {
                  // One image at a time: a registry in memory keeps them all.
                  registry.close();
                  registry = LocalRegistry.start();
                  List<byte[]> layers = image.getValue().get();
                  check(table.get(image.getKey()), scan(put(layers, MediaTypes.OCI_LAYER_GZIP)));
                }));
  }

  private void check(Expected expected, int exit) {
    String said = out.toString(UTF_8) + err.toString(UTF_8);
    assertEquals(expected.exit() + " " + expected.packages(), exit + " " + packages(), said);
    assertTrue(said.contains(expected.says()), said);
  }

  private String packages() {
    if (out.size() == 0) {
      return "-";
    }
    Json report = Json.parse(out.toByteArray(), "standard output");
    if (!report.members().containsKey("Results")) {
      return "-";
    }
    return String.valueOf(
        report.at("Results").items().stream().mapToInt(r -> r.at("Packages").items().size()).sum());
  }

  /// Keeps an image whose configuration tells the truth about its layers, damaged ones excepted.
  private String put(List<byte[]> layers, String mediaType) {
    String config = config(layers);
    layers.forEach(registry.content()::putBlob);
    registry.content().putBlob(config.getBytes(UTF_8));
    String manifest =
        LocalRegistry.manifest(config, layers).replace(MediaTypes.OCI_LAYER_GZIP, mediaType);
    registry.content().putManifest("app", "1", manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    return registry.ref("app", "1").toString();
  }

  private static String config(List<byte[]> layers) {
    List<String> diffIds = layers.stream().map(layer -> "\"" + diffId(layer) + "\"").toList();
    return "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":"
        + diffIds
        + "}}";
  }

  private static Digest diffId(byte[] layer) {
    boolean isPacked = layer.length > 2 && layer[0] == 0x1f && (layer[1] & 0xff) == 0x8b;
    if (!isPacked) {
      return Digest.sha256(layer);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(layer), 1 << 16)) {
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
      }
      return Digest.parse("sha256:" + HexFormat.of().formatHex(sum.digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      return Digest.sha256(layer);
    }
  }

  @Test
  void aManifestThatIsNotWhatItsDigestSaysIsRefused() {
    List<byte[]> layers = HostileImages.all().get("as it should be").get();
    String ref = put(layers, MediaTypes.OCI_LAYER_GZIP);
    String digest = "@" + Digest.sha256("other".getBytes(UTF_8));
    registry.with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/manifests/sha256:")) {
        return false;
      }
      exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_MANIFEST);
      LocalRegistry.answer(
          exchange, 200, LocalRegistry.manifest(LocalRegistry.config(layers), layers));
      return true;
    });
    assertEquals(3, scan(ref.substring(0, ref.lastIndexOf(':')) + digest));
    assertTrue(err.toString(UTF_8).contains("digest"), err.toString(UTF_8));
  }

  @Test
  void layersOfALayoutThatChangedPlacesAreRefused() throws IOException {
    List<byte[]> layers = HostileImages.all().get("database behind a link").get();
    String config = config(layers);
    String manifest = LocalRegistry.manifest(config, layers);
    Path blobs = Files.createDirectories(home.resolve("layout/blobs/sha256"));
    for (byte[] blob : List.of(config.getBytes(UTF_8), manifest.getBytes(UTF_8))) {
      Files.write(blobs.resolve(Digest.sha256(blob).hex()), blob);
    }
    Files.writeString(home.resolve("layout/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        home.resolve("layout/index.json"),
        "{\"schemaVersion\":2,\"manifests\":["
            + LocalRegistry.descriptor(MediaTypes.OCI_MANIFEST, manifest.getBytes(UTF_8))
            + "]}");
    String layout = home.resolve("layout").toString();
    for (int from : List.of(0, 1)) {
      assertEquals(0, assay("cache", "clean"));
      for (int at = 0; at < 2; at++) {
        Files.write(blobs.resolve(Digest.sha256(layers.get(at)).hex()), layers.get(at ^ from));
      }
      int code =
          assay("image", "--input", layout, "--skip-db-update", "-f", "json", "--exit-code", "1");
      assertEquals(from == 0 ? "0 2" : "3 -", code + " " + packages(), err.toString(UTF_8));
    }
  }

  /// What a scan finds is that of the manifest's layers, whatever the configuration says of them;
  /// that no runtime would start it is told to who wants all of it checked.
  @Test
  void aConfigurationThatClaimsAnotherLayersDiffIdHidesNothing() {
    List<byte[]> layers = HostileImages.all().get("as it should be").get();
    String ref = registry.put("app", "1", layers).toString();
    assertEquals(0, scan(ref));
    assertEquals("2", packages());
    assertEquals(3, scan(ref, "--analysis", "full"));
    assertTrue(err.toString(UTF_8).contains("names another diffID"), err.toString(UTF_8));
  }

  @Test
  void whatALayerIsDecidesHowItIsReadNotItsMediaType() {
    List<byte[]> layers = HostileImages.all().get("as it should be").get();
    for (String type :
        List.of(
            MediaTypes.OCI_LAYER,
            MediaTypes.OCI_LAYER_ZSTD,
            "application/vnd.docker.image.rootfs.diff.tar.gzip")) {
      assertEquals(0, scan(put(layers, type)), type + err);
      assertEquals("2", packages());
    }
  }
}
