package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.cli.Console;
import dev.assay.format.json.Json;
import dev.assay.image.write.ImageBuilder;
import dev.assay.image.write.LayerBuilder;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import dev.assay.registry.MediaTypes;
import dev.assay.support.LocalRegistry;
import dev.assay.support.StargzBytes;
import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a registry in this process and a database of two advisories, built by the program.
class WholeRunTest {
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
          {"pkg": {"name": "thttpd", "secfixes": {"2.0-r1": ["CVE-2020-1001", "CVE-2020-1002"]}}}
        ]}
        """);
    assertEquals(0, assay("db", "build", "--source", "alpine-secdb=" + home.resolve("secdb")));
    put("vulnerable", "1.9-r0");
    put("clean", "2.0-r1");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void put(String repository, String version) throws IOException {
    LayerBuilder.Layer layer =
        new LayerBuilder()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file(
                "lib/apk/db/installed",
                "P:thttpd\nV:" + version + "\nA:x86_64\no:thttpd\nL:BSD\nT:A server\n\n")
            .build();
    ImageBuilder.Image image = new ImageBuilder(Platform.DEFAULT).layer(layer, "ADD /").build();
    image.blobs().values().forEach(registry.content()::putBlob);
    registry.content().putManifest(repository, "1", image.manifest(), MediaTypes.OCI_MANIFEST);
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

  private int scan(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("image", "--skip-db-update", "--image-src", "remote"));
    all.addAll(List.of(arguments));
    return assay(all.toArray(String[]::new));
  }

  private String ref(String repository) {
    return registry.host() + "/" + repository + ":1";
  }

  private Json json() {
    return Json.parse(out.toByteArray(), "standard output");
  }

  @Test
  void anImageThatCannotBeScannedKeepsItsPlaceBesideThoseThatCan() {
    assertEquals(3, scan("-f", "json", ref("gone"), ref("vulnerable")));
    List<Json> both = json().items();
    assertEquals(2, both.size());
    assertEquals(ref("gone"), both.getFirst().text("ArtifactName"));
    assertEquals(Optional.of(3L), both.getFirst().at("Error").at("ExitCode").whole());
    assertTrue(both.getFirst().at("Error").text("Message").contains(ref("gone")));
    assertFalse(both.getFirst().members().containsKey("Results"));
    assertEquals(
        2, both.getLast().at("Results").items().getFirst().at("Vulnerabilities").items().size());

    assertEquals(3, scan(ref("vulnerable"), ref("gone")));
    assertTrue(out.toString(UTF_8).contains(ref("gone") + " (not scanned)"));
    assertEquals(3, scan("-f", "sarif", ref("clean"), ref("gone")));
    List<Json> runs = json().at("runs").items();
    assertEquals(List.of(true, false), runs.stream().map(WholeRunTest::success).toList());
  }

  private static boolean success(Json run) {
    return run.at("invocations").items().getFirst().at("executionSuccessful").isTrue();
  }

  @Test
  void whereNoneOfSeveralCanBeScannedTheReportSaysSoOfEach() {
    assertEquals(3, scan("-f", "json", ref("gone"), ref("lost")));
    assertEquals(2, json().items().size());
  }

  @Test
  void ofSeveralEveryProblemNamesItsImage() throws IOException {
    byte[] layer = "no archive at all".getBytes(UTF_8);
    registry.put("damaged", layer, Digest.sha256(layer), Map.of());
    assertEquals(3, scan(ref("clean"), ref("damaged")));
    String said = err.toString(UTF_8);
    assertTrue(said.contains("error: " + ref("damaged") + ": cannot read layer 1 of 1"), said);
    assertEquals(3, scan(ref("damaged")));
    assertTrue(err.toString(UTF_8).contains("error: cannot read layer 1 of 1"));
  }

  @Test
  void theExitCodeOfSeveralIsTheWorst() {
    assertEquals(0, scan("--exit-code", "1", ref("clean")));
    assertEquals(1, scan("--exit-code", "1", ref("clean"), ref("vulnerable")));
    assertEquals(3, scan("--exit-code", "1", ref("vulnerable"), ref("gone")));
  }

  /// An eStargz layer large enough to be read in part.
  private void putIndexed(String repository, String version, boolean isListed) throws IOException {
    byte[] noise = new byte[9 << 20];
    new Random(1).nextBytes(noise);
    String database = "P:thttpd\nV:" + version + "\nA:x86_64\no:thttpd\n\n";
    StargzBytes layer =
        new StargzBytes()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("srv/noise.png", noise);
    StargzBytes.Layer done =
        isListed
            ? layer.file("lib/apk/db/installed", database).finish()
            : layer.hidden("lib/apk/db/installed", database).finish();
    var diffId = Digest.sha256(new byte[0]).hasher();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(done.bytes()))) {
      diffId.update(in.readAllBytes());
    }
    registry.put(
        repository,
        done.bytes(),
        Digest.of(diffId.digest()),
        Map.of("containerd.io/snapshot/stargz/toc.digest", done.toc().toString()));
  }

  private String grade() {
    return json().at("Evidence").text("Grade");
  }

  @Test
  void partsOfLayersShowWhatIsThereAndAGateReadsTheRest() throws IOException {
    putIndexed("vulnerable-parts", "1.9-r0", true);
    putIndexed("clean-parts", "2.0-r1", true);
    putIndexed("hidden-parts", "1.9-r0", false);
    assertEquals(1, scan("-f", "json", "--exit-code", "1", ref("vulnerable-parts")), err::toString);
    assertEquals("indexed", grade());
    assertEquals(0, scan("-f", "json", ref("clean-parts")), err::toString);
    assertEquals("indexed", grade());

    int strict =
        scan("-f", "json", "--analysis", "indexed", "--exit-code", "1", ref("clean-parts"));
    assertEquals(3, strict);
    assertTrue(
        err.toString(UTF_8).contains("the evidence is indexed, asked for was attested"),
        err::toString);
    assertEquals(
        0, scan("-f", "json", "--require-evidence", "any", "--exit-code", "1", ref("clean-parts")));
    assertEquals("indexed", grade());

    assertEquals(0, scan("-f", "json", "--exit-code", "1", ref("clean-parts")), err::toString);
    assertEquals("full", grade());
    assertEquals(1, scan("-f", "json", "--exit-code", "1", ref("hidden-parts")), err::toString);
    assertEquals("full", grade());
  }

  /// A plain gzip layer large enough to be peeked into, its package database at its end.
  private void putPeeked(String repository, String version) throws IOException {
    byte[] noise = new byte[5 << 20];
    var random = new Random(1);
    random.nextBytes(noise);
    var text = new StringBuilder();
    while (text.length() < 60_000) {
      text.append(Integer.toString(random.nextInt(5000), 36)).append(' ');
    }
    byte[] archive =
        new TarBytes()
            .file("etc/os-release", "ID=alpine\nVERSION_ID=3.10.9\n")
            .file("srv/noise.png", noise)
            .file("usr/share/doc/text", text.toString())
            .file("usr/share/doc/more", text.reverse().toString())
            .file("var/lib/none", "")
            .file("lib/apk/db/installed", "P:thttpd\nV:" + version + "\nA:x86_64\no:thttpd\n\n")
            .end();
    registry.put(repository, TarBytes.gzip(archive), Digest.sha256(archive), Map.of());
  }

  @Test
  void aPeekShowsWhatIsThereAndNeverPassesAGate() throws IOException {
    putPeeked("vulnerable-ends", "1.9-r0");
    putPeeked("clean-ends", "2.0-r1");
    assertEquals(0, scan("-f", "json", "--peek", ref("clean-ends")), err::toString);
    assertEquals("peek", grade());
    assertTrue(json().at("Notices").toString().contains("may be there all the same"));
    assertEquals(
        1, scan("-f", "json", "--peek", "--exit-code", "1", ref("vulnerable-ends")), err::toString);
    assertEquals("peek", grade());

    assertEquals(3, scan("-f", "json", "--peek", "--exit-code", "1", ref("clean-ends")));
    assertTrue(
        err.toString(UTF_8).contains("the evidence is peek, asked for was attested"),
        err::toString);
    assertEquals(3, scan("--peek", "--require-evidence", "full", ref("clean-ends")));
    assertEquals(2, scan("--peek", "--analysis", "full", ref("clean-ends")));
    assertTrue(err.toString(UTF_8).contains("cannot use both `--peek` and"), err::toString);

    assertEquals(0, scan("--peek", ref("clean-ends")), err::toString);
    assertTrue(out.toString(UTF_8).contains("peeked (evidence: peek), "), out::toString);
    assertEquals(0, scan("-f", "json", "--exit-code", "1", ref("clean-ends")), err::toString);
    assertEquals("full", grade(), "nothing of the peek was kept");
  }

  @Test
  void anImageWithoutPackagesNeedsNoDatabase() throws IOException {
    LayerBuilder.Layer layer = new LayerBuilder().file("app", "x").build();
    ImageBuilder.Image image = new ImageBuilder(Platform.DEFAULT).layer(layer, "ADD /").build();
    image.blobs().values().forEach(registry.content()::putBlob);
    registry.content().putManifest("scratch", "1", image.manifest(), MediaTypes.OCI_MANIFEST);
    String nowhere = home.resolve("nowhere").toString();
    for (String mode : List.of("--offline-scan", "--skip-db-update", "--quiet=false")) {
      assertEquals(
          0,
          assay("image", "--image-src", "remote", mode, "--cache-dir", nowhere, ref("scratch")),
          err::toString);
      assertTrue(out.toString(UTF_8).contains("no database"), out::toString);
    }
    assertEquals(4, scan("--cache-dir", nowhere, ref("vulnerable")));
    assertFalse(err.toString(UTF_8).contains("db update"), "that would say: there is none");
    assertTrue(err.toString(UTF_8).contains("hint: a scan that may use the network"));
  }

  @Test
  void aSarifFileThatGitHubRefusesIsWarnedAbout() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-f", "sarif"));
    for (int i = 0; i < 20; i++) {
      put("many" + i, "2.0-r1");
      arguments.add(ref("many" + i));
    }
    assertEquals(0, scan(arguments.toArray(String[]::new)));
    assertEquals("", err.toString(UTF_8));
    arguments.add(ref("clean"));
    assertEquals(0, scan(arguments.toArray(String[]::new)));
    assertEquals(21, json().at("runs").items().size());
    assertTrue(err.toString(UTF_8).startsWith("warning: the SARIF report has 21 runs"));
    arguments.set(1, "json");
    assertEquals(0, scan(arguments.toArray(String[]::new)));
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void otherIgnoreRulesMakeAnotherReport() throws IOException {
    Path ignore = home.resolve("ignore");
    List<String> ids = new ArrayList<>();
    for (String rules : List.of("CVE-2020-1001\n", "CVE-2020-1001\n", "CVE-2020-1002\n")) {
      Files.writeString(ignore, rules);
      assertEquals(0, scan("-f", "json", "--ignorefile", ignore.toString(), ref("vulnerable")));
      ids.add(json().text("ReportID"));
    }
    assertEquals(ids.get(0), ids.get(1));
    assertNotEquals(ids.get(1), ids.get(2));
  }

  @Test
  void nothingIsStreamedThatWasNotAllowed() {
    assertEquals(3, scan("--analysis", "reused", ref("vulnerable")));
    assertEquals(0, registry.accesses().stream().filter(this::isLayer).count());
    assertEquals(0, scan(ref("vulnerable")));
    assertEquals(1, registry.accesses().stream().filter(this::isLayer).count());
    assertEquals(0, scan("--analysis", "known", ref("vulnerable")));
    assertEquals(1, registry.accesses().stream().filter(this::isLayer).count());
  }

  @Test
  void aBillOfMaterialsIsHeldAgainstTheSameAdvisoriesAsItsImage() throws IOException {
    assertEquals(0, scan("-f", "ids", ref("vulnerable")));
    String ids = out.toString(UTF_8);
    Path file = home.resolve("bom.json");
    Files.writeString(
        file,
        """
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
          {"type": "operating-system", "name": "alpine", "version": "3.10.9"},
          {"type": "library", "name": "thttpd", "version": "1.9-r0",
           "purl": "pkg:apk/alpine/thttpd@1.9-r0?arch=x86_64&distro=3.10.9"}]}
        """);
    assertEquals(0, assay("sbom", "--skip-db-update", "-f", "ids", file.toString()));
    assertEquals(ids, out.toString(UTF_8));
    assertEquals(1, assay("sbom", "--skip-db-update", "--exit-code", "1", file.toString()));
    assertTrue(out.toString(UTF_8).contains("CVE-2020-1001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclonedx-json@1.4", "cyclonedx-xml", "spdx-json", "spdx"})
  void whatBomWritesOfAnImageIsScannedAsTheImage(String format) throws IOException {
    assertEquals(0, scan("-f", "ids", ref("vulnerable")));
    String ids = out.toString(UTF_8);
    Path file = home.resolve("bom");
    String output = format + "=" + file;
    assertEquals(0, assay("bom", "--image-src", "remote", "-o", output, ref("vulnerable")));
    assertEquals("", out.toString(UTF_8));
    byte[] first = Files.readAllBytes(file);
    assertEquals(0, assay("sbom", "--skip-db-update", "-f", "ids", file.toString()));
    assertEquals(ids, out.toString(UTF_8));
    assertEquals(0, assay("bom", "--image-src", "remote", "-o", output, ref("vulnerable")));
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void aBillOfMaterialsNeedsNoDatabaseUnlessVulnerabilitiesAreAskedFor() throws IOException {
    String cache = home.resolve("empty").toString();
    assertEquals(0, scan("-f", "cyclonedx", "--cache-dir", cache, ref("vulnerable")));
    assertTrue(json().at("vulnerabilities").isNull());
    assertEquals(
        4, scan("-f", "cyclonedx", "--scanners", "vuln", "--cache-dir", cache, ref("vulnerable")));
    assertEquals(0, scan("-f", "cyclonedx", "--scanners", "vuln", ref("vulnerable")));
    assertEquals(2, json().at("vulnerabilities").items().size());
    assertEquals(1, scan("-f", "spdx-json", "--exit-code", "1", ref("vulnerable")));
  }

  @Test
  void aBillOfMaterialsWithoutADistributionSaysSo() throws IOException {
    Path file = home.resolve("bom.json");
    Files.writeString(
        file,
        """
        {"bomFormat": "CycloneDX", "components": [
          {"type": "library", "name": "thttpd", "purl": "pkg:apk/alpine/thttpd@1.9-r0"}]}
        """);
    assertEquals(0, assay("sbom", "--skip-db-update", file.toString()));
    assertTrue(out.toString(UTF_8).contains("no distribution was recognised"));
    assertEquals(3, assay("sbom", "--skip-db-update", "--exit-code", "1", file.toString()));
    assertEquals(3, assay("sbom", "--skip-db-update", home.toString()), "a folder is none");
  }

  @Test
  void aTableDoesNotCallCleanWhatNoAdvisoryCouldBeAbout() throws IOException {
    Path file = home.resolve("bom.json");
    Files.writeString(
        file,
        """
        {"bomFormat": "CycloneDX", "components": [
          {"type": "operating-system", "name": "alpine", "version": "3.10.9"},
          {"type": "library", "name": "thttpd", "purl": "pkg:apk/alpine/thttpd@9-r0"},
          {"type": "library", "name": "lodash", "purl": "pkg:npm/lodash@1.0.0"}]}
        """);
    assertEquals(0, assay("sbom", "--skip-db-update", "--table-mode", "summary", file.toString()));
    List<String> rows = out.toString(UTF_8).lines().filter(row -> row.startsWith("|")).toList();
    assertTrue(rows.get(1).endsWith("|        0        |"), rows.get(1));
    assertTrue(rows.get(2).endsWith("|        -        |"), rows.get(2));
  }

  /// The configuration is a blob as well, and small.
  private boolean isLayer(LocalRegistry.Access access) {
    return access.path().contains("/blobs/") && !isConfig(access);
  }

  private boolean isConfig(LocalRegistry.Access access) {
    String digest = access.path().substring(access.path().lastIndexOf('/') + 1);
    return registry
        .content()
        .blob(Digest.parse(digest))
        .filter(content -> content[0] == '{')
        .isPresent();
  }
}
