package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.model.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What cosign signs.
class CosignVulnWriterTest {
  private static Json written(Optional<Instant> date) throws IOException {
    ReportOptions some = ReportOptions.DEFAULT;
    ReportOptions options =
        new ReportOptions(
            some.listAllPackages(),
            some.showSuppressed(),
            some.dependencyTree(),
            some.table(),
            some.page(),
            some.flags(),
            "1.2",
            date);
    Report report = Samples.alpine();
    return Json.parse(
        GoldenTest.written(new CosignVulnWriter(options), List.of(report)), "predicate");
  }

  @Test
  void theReportStandsInItWithTheDatabaseItRestsOn() throws IOException {
    Report report = Samples.alpine();
    Json scanner = written(Optional.empty()).at("scanner");
    assertEquals("1.2", scanner.text("version"));
    assertEquals(
        report.database().digest().map(Object::toString).orElse(""),
        scanner.at("db").text("version"));
    assertEquals(report.database().builtAt(), Instant.parse(scanner.at("db").text("lastUpdate")));
    assertEquals(report.artifactName(), scanner.at("result").text("ArtifactName"));
    assertTrue(scanner.at("result").at("Results").items().size() > 1);
  }

  @Test
  void itSaysWhenItWasScannedOrWhatTheUserSays() throws IOException {
    Json metadata = written(Optional.empty()).at("metadata");
    Instant finished = Instant.parse(metadata.text("scanFinishedOn"));
    assertTrue(Duration.between(finished, Instant.now()).abs().compareTo(Duration.ofDays(1)) < 0);
    assertTrue(!Instant.parse(metadata.text("scanStartedOn")).isAfter(finished));
    Instant said = Instant.parse("2026-01-02T03:04:05Z");
    assertEquals(
        "2026-01-02T03:04:05Z", written(Optional.of(said)).at("metadata").text("scanFinishedOn"));
    assertEquals(written(Optional.of(said)), written(Optional.of(said)));
  }
}
