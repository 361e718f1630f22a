package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.format.json.Json;
import dev.assay.image.index.SampleForms;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.CredentialSource;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.Registry;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import dev.assay.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One real image in every form, read on every rung: packages and findings are the same, and the
/// receipt says which rung it was.
class AllRungsTest {
  private static final String SOCI_V1 = "application/vnd.amazon.soci.index.v1+json";
  private static final String SOCI_V2 = "application/vnd.amazon.soci.index.v2+json";
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  @TempDir private Path work;
  private LocalRegistry server;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private int images;

  @BeforeEach
  void start() throws IOException {
    server = LocalRegistry.start();
    Path feed = Files.createDirectories(work.resolve("feed"));
    int number = 0;
    for (String name : List.of("busybox", "musl", "openssl", "zlib")) {
      Files.writeString(feed.resolve(name + ".json"), advisory(++number, name));
    }
    ran("db", "build", "--cache-dir", work.toString(), "--source", "osv=" + feed);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String advisory(int number, String name) {
    return """
    {"schema_version": "1.7.0", "id": "TEST-2026-000%d", "modified": "2026-01-01T00:00:00Z",
     "affected": [{"package": {"ecosystem": "Alpine:v3.20", "name": "%s"},
       "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99-r0"}]}]}]}
    """
        .formatted(number, name);
  }

  private String ran(String... arguments) {
    out.reset();
    err.reset();
    var environment =
        Map.of("HOME", work.toString(), "ASSAY_STDERR_TTY", "0", "COSIGN_PASSWORD", "secret");
    int code =
        Main.run(
            List.of(arguments),
            Console.of(new ByteArrayInputStream(new byte[0]), out, err, environment));
    assertEquals(0, code, () -> err.toString(UTF_8));
    return out.toString(UTF_8);
  }

  /// What is found in an image, on that rung.
  private TreeSet<String> found(String rung, ImageRef ref, String... more) throws IOException {
    Path receipt = work.resolve("receipt.json");
    var arguments =
        new ArrayList<String>(
            List.of("image", "--cache-dir", work.toString(), "--skip-db-update", "-f", "json"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--explain-bytes=" + receipt, ref.toString()));
    Json report = Json.parse(ran(arguments.toArray(String[]::new)).getBytes(UTF_8), "report");
    assertEquals(rung, Json.parse(Files.readAllBytes(receipt), "receipt").text("rung"));
    assertFalse(err.toString(UTF_8).contains("index"), () -> err.toString(UTF_8));
    var found = new TreeSet<String>();
    for (Json result : report.at("Results").items()) {
      for (Json pkg : result.at("Packages").items()) {
        found.add(pkg.at("Identifier").text("PURL") + " " + pkg.text("FilePath"));
      }
      for (Json finding : result.at("Vulnerabilities").items()) {
        found.add(finding.text("VulnerabilityID") + " " + finding.at("PkgIdentifier").text("PURL"));
      }
    }
    return found;
  }

  private void forget() {
    ran("cache", "clean", "--cache-dir", work.toString());
  }

  private ImageRef put(SampleForms.Form form, Map<String, String> ofManifest) throws IOException {
    return server.put(
        "form" + ++images, form.bytes(), diffId(form), form.annotations(), ofManifest);
  }

  /// The sheet's, but for eStargz, whose table is part of the archive.
  private static Digest diffId(SampleForms.Form form) throws IOException {
    boolean isGzip = form.bytes()[0] == 0x1f;
    return Digest.sha256(unpacked(isGzip ? form.bytes() : SampleForms.plain()));
  }

  private static byte[] unpacked(byte[] gzip) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private ImageRef put(byte[] layer, Map<String, String> ofManifest) throws IOException {
    return put(new SampleForms.Form("plain", layer, Map.of(), new byte[0]), ofManifest);
  }

  private static Registry client() {
    return new Registry(TestHttp.client(), CredentialSource.NONE);
  }

  /// SOCI's index of an image: of version 1 it refers to the image, of version 2 the image to it.
  private ImageRef put(SampleForms.Form form, String version) throws IOException {
    server.content().putBlob(form.ztoc());
    server.content().putBlob(EMPTY);
    if (version.equals(SOCI_V2)) {
      Digest index = putIndex("form" + (images + 1), form, version, "");
      return put(form, Map.of("com.amazon.soci.index-digest", index.toString()));
    }
    ImageRef ref = put(form, Map.of());
    byte[] image = client().manifest(ref).content();
    String subject = ",\"subject\":" + LocalRegistry.descriptor(MediaTypes.OCI_MANIFEST, image);
    putIndex("form" + images, form, version, subject);
    return ref;
  }

  private Digest putIndex(String repository, SampleForms.Form form, String version, String more) {
    String ztoc = LocalRegistry.descriptor("application/octet-stream", form.ztoc());
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s,%s}]%s}"
            .formatted(
                MediaTypes.OCI_MANIFEST,
                LocalRegistry.descriptor(version, EMPTY),
                ztoc.substring(0, ztoc.length() - 1),
                "\"annotations\":{\"com.amazon.soci.image-layer-digest\":\""
                    + Digest.sha256(form.bytes())
                    + "\"}",
                more);
    return server
        .content()
        .putManifest(repository, "soci", manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
  }

  @Test
  void zstdGivesTheSame() throws Exception {
    TreeSet<String> expected = expected();
    Path tar = Files.write(work.resolve("layer.tar"), unpacked(SampleForms.plain()));
    var pack = new ProcessBuilder(Tools.require("zstd").toString(), "-q", tar.toString());
    assertEquals(0, pack.inheritIO().start().waitFor());
    byte[] layer = Files.readAllBytes(work.resolve("layer.tar.zst"));
    assertEquals(expected, found("streamed", put(layer, Map.of())));
  }

  private TreeSet<String> expected() throws IOException {
    TreeSet<String> expected = found("streamed", put(SampleForms.plain(), Map.of()));
    forget();
    assertTrue(expected.size() >= 14 + 4, expected.toString());
    assertTrue(
        expected.stream().anyMatch(l -> l.startsWith("TEST-2026-0003 pkg:apk/")), "a source's");
    return expected;
  }

  @Test
  void everyFormIsReadAsAWholeAndByItsIndexAlike() throws IOException {
    TreeSet<String> expected = expected();
    assertEquals(
        expected, found("streamed", put(unpacked(SampleForms.plain()), Map.of())), "a bare tar");
    for (SampleForms.Form form : SampleForms.all()) {
      for (String version : form.ztoc().length > 0 ? List.of(SOCI_V1, SOCI_V2) : List.of("")) {
        ImageRef ref = version.isEmpty() ? put(form, Map.of()) : put(form, version);
        forget();
        assertEquals(expected, found("indexed", ref, "--analysis", "indexed"), form + version);
        assertEquals(expected, found("streamed", ref, "--analysis", "streamed"), form + version);
      }
    }
  }

  @Test
  void whatIsKnownReusedOrAttachedIsWhatWasRead() throws IOException {
    TreeSet<String> expected = expected();
    ImageRef ref = put(SampleForms.plain(), Map.of());
    String digest =
        ran("index", "--cache-dir", work.resolve("other").toString(), ref.toString())
            .lines()
            .filter(line -> line.startsWith("Digest: "))
            .findFirst()
            .orElseThrow()
            .substring(8);
    Path key = work.resolve("test");
    ran("generate-key-pair", "--output-key-prefix", key.toString());
    String inventory = server.host() + "/form" + images + "@" + digest;
    ran("sign", "--key", key + ".key", "--tlog-upload=false", inventory);
    assertEquals(expected, found("attached", ref, "--trust-key", key + ".pub"));
    assertEquals(expected, found("streamed", ref));
    assertEquals(expected, found("known", ref));
    ImageRef other = put(SampleForms.plain(), Map.of("another", "manifest"));
    assertEquals(expected, found("reused", other, "--analysis", "auto"));
  }
}
