package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Report;
import dev.assay.model.Severity;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What code scanning asks for.
class SarifWriterTest {
  private static List<Json> runs(Report... reports) throws IOException {
    SarifWriter writer = new SarifWriter(ReportOptions.DEFAULT);
    return Json.parse(GoldenTest.written(writer, List.of(reports)), "sarif").at("runs").items();
  }

  private static List<Json> results(Report report) throws IOException {
    return runs(report).getFirst().at("results").items();
  }

  private static String hash(Json result) {
    return result.at("partialFingerprints").text("primaryLocationLineHash");
  }

  private static String uri(Json result) {
    Json location = result.at("locations").items().getFirst();
    return location.at("physicalLocation").at("artifactLocation").text("uri");
  }

  private static Report lodash(String image, String... versions) {
    List<Finding> findings =
        List.of(versions).stream()
            .map(version ->
                Samples.finding(
                    new Placed(
                        Component.of(PackageType.NPM, "npm", "lodash", version)
                            .path("web/package-lock.json")
                            .build(),
                        Optional.empty()),
                    Samples.template(),
                    "4.17.21",
                    Samples.GHSA))
            .toList();
    Inventory empty = new Inventory(Optional.empty(), List.of(), List.of());
    return Samples.image(image, Optional.empty(), empty, findings, List.of(), List.of());
  }

  @Test
  void aFindingKeepsItsFingerprintWhenTagAndVersionChange() throws IOException {
    assertEquals(
        hash(results(lodash("registry.example/a:1", "4.17.19")).getFirst()),
        hash(results(lodash("registry.example/a:2", "4.17.20")).getFirst()));
  }

  @Test
  void twoVersionsInOneFileHaveFingerprintsOfTheirOwn() throws IOException {
    Set<String> hashes = new HashSet<>();
    results(lodash("registry.example/a:1", "4.17.19", "4.17.20")).forEach(r -> hashes.add(hash(r)));
    assertEquals(2, hashes.size());
  }

  @Test
  void aDistributionsPackageIsInTheRepositoryAndOthersInTheirFile() throws IOException {
    List<Json> results = results(Samples.alpine());
    assertEquals("team/shop", uri(results.getFirst()));
    assertEquals("srv/node_modules/lodash/package.json", uri(results.getLast()));
  }

  @Test
  void pathsArePercentEncodedAndNeverAbsolute() {
    assertEquals("a%20b/%E6%97%A5.json", SarifPath.of("a b/日.json"));
    assertEquals("host/x", SarifPath.of("//host/x"));
    assertEquals("c%3A/x%3Fy%23z", SarifPath.of("c:/x?y#z"));
    assertEquals(".", SarifPath.of("/"));
  }

  @Test
  void overTheLimitTheWorstStayAndTheRestIsSaid() throws IOException {
    Json run = runs(LongTexts.oneMildAndGraveOnes(SarifRun.MAX_RESULTS)).getFirst();
    List<Json> results = run.at("results").items();
    assertEquals(SarifRun.MAX_RESULTS, results.size());
    assertTrue(results.stream().allMatch(result -> result.text("level").equals("error")));
    String warning =
        run.at("invocations")
            .items()
            .getFirst()
            .at("toolExecutionNotifications")
            .items()
            .getFirst()
            .at("message")
            .text("text");
    assertTrue(warning.startsWith("1 findings"), warning);
  }

  @Test
  void everyRunHasACategoryOfItsOwn() throws IOException {
    Set<String> categories = new HashSet<>();
    for (Json run : runs(Samples.alpine(), Samples.alpine(), Samples.debian())) {
      categories.add(run.at("automationDetails").text("id"));
    }
    assertEquals(
        Set.of(
            "assay/127.0.0.1%3A5000/team/shop/",
            "assay/127.0.0.1%3A5000/team/shop/2/", "assay/registry.example/debian/"),
        categories);
  }

  @Test
  void gapsAndNoticesAreNotifications() throws IOException {
    Json invocation = runs(Samples.alpine()).getFirst().at("invocations").items().getFirst();
    List<String> texts =
        invocation.at("toolExecutionNotifications").items().stream()
            .map(n -> n.at("message").text("text"))
            .toList();
    assertEquals(
        List.of(
            "alpine 3.10.9 has had no security support since 2021-05-01",
            "not looked at: lib/apk/db/installed:41: expected `K:value`, found `nonsense`",
            "not looked at: srv/node_modules/odd/package.json: not valid JSON at line 1, column 2"),
        texts);
  }

  @Test
  void severityIsTheScoreOfTheSourceThatCounts() throws IOException {
    List<Json> rules =
        runs(Samples.alpine()).getFirst().at("tool").at("driver").at("rules").items();
    assertEquals("9.1", rules.getFirst().at("properties").text("security-severity"));
    Json folder =
        runs(Samples.folder()).getFirst().at("tool").at("driver").at("rules").items().getFirst();
    assertEquals("8.0", folder.at("properties").text("security-severity"));
  }

  @Test
  void levelsFollowSeverities() {
    assertEquals("error", SarifRule.level(Severity.CRITICAL));
    assertEquals("error", SarifRule.level(Severity.HIGH));
    assertEquals("warning", SarifRule.level(Severity.MEDIUM));
    assertEquals("note", SarifRule.level(Severity.LOW));
    assertEquals("note", SarifRule.level(Severity.UNKNOWN));
  }

  @Test
  void aDescriptionOfAMegabyteIsCut() throws IOException {
    byte[] sarif =
        GoldenTest.written(
            new SarifWriter(ReportOptions.DEFAULT),
            List.of(LongTexts.described("\ud83d\ude00[x](y)".repeat(150_000))));
    assertTrue(sarif.length < 100_000, () -> "bytes: " + sarif.length);
    Schemas.accepts(Schemas.sarif(), sarif);
  }
}
