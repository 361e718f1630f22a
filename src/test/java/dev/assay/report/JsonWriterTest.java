package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.format.json.Json;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Evidence;
import dev.assay.model.Grade;
import dev.assay.model.PackageType;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.Rung;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the samples in `report/json` do not show.
class JsonWriterTest {
  private static Json written(ReportOptions options, Report report) throws IOException {
    return Json.parse(GoldenTest.written(new JsonWriter(options), List.of(report)), "report");
  }

  private static ReportOptions options(boolean all, boolean suppressed, String... flags) {
    return new ReportOptions(
        all, suppressed, false, EnumSet.allOf(TablePart.class), Page.FILE, List.of(flags), "");
  }

  private static Report with(Report report, Receipt receipt, DatabaseFacts database, Grade grade) {
    return new Report(
        report.artifactName(),
        report.artifactType(),
        report.image(),
        report.inventory(),
        report.findings(),
        report.suppressed(),
        Optional.of(new Evidence(grade, List.of())),
        database,
        Set.of(),
        receipt,
        report.notices());
  }

  @Test
  void whatAScanCostIsNotInIt() throws IOException {
    Report one = Samples.alpine();
    Receipt other =
        new Receipt(Optional.of(Rung.KNOWN), 12, 2_792_310, List.of(), List.of(), List.of());
    Report two = with(one, other, one.database(), Grade.FULL);
    Report three = with(one, one.receipt(), one.database(), Grade.FULL);
    ReportWriter writer = new JsonWriter(ReportOptions.DEFAULT);
    assertArrayEquals(
        GoldenTest.written(writer, List.of(two)), GoldenTest.written(writer, List.of(three)));
  }

  @Test
  void theReportsIdChangesWithDatabaseFlagsAndGradeAlone() throws IOException {
    Report report = Samples.alpine();
    ReportOptions plain = options(true, false);
    String id = written(plain, report).text("ReportID");
    assertEquals(id, written(plain, report).text("ReportID"));
    DatabaseFacts later =
        new DatabaseFacts(Optional.of(Samples.digest('e')), report.database().builtAt());
    assertNotEquals(
        id, written(plain, with(report, report.receipt(), later, Grade.FULL)).text("ReportID"));
    assertNotEquals(
        id,
        written(plain, with(report, report.receipt(), report.database(), Grade.PEEK))
            .text("ReportID"));
    assertNotEquals(id, written(options(true, false, "severity=HIGH"), report).text("ReportID"));
    assertNotEquals(id, written(options(false, false), report).text("ReportID"));
  }

  @Test
  void packagesAreLeftOutWhereNobodyWantsThemButTheirTargetsStay() throws IOException {
    Json report = written(options(false, false), Samples.alpine());
    assertEquals(3, report.at("Results").items().size());
    for (Json result : report.at("Results").items()) {
      assertTrue(result.at("Packages").isNull());
    }
  }

  @Test
  void suppressedFindingsAreShownOnlyWhereAskedFor() throws IOException {
    String member = "ExperimentalModifiedFindings";
    Json python = written(options(true, true), Samples.alpine()).at("Results").items().get(2);
    Json suppressed = python.at(member).items().getFirst();
    assertEquals("CVE-2019-10906", suppressed.at("Finding").text("VulnerabilityID"));
    assertEquals("templates are ours", suppressed.text("Statement"));
    Json quiet = written(options(true, false), Samples.alpine()).at("Results").items().get(2);
    assertTrue(quiet.at(member).isNull());
  }

  @Test
  void versionsOfDebianAndRpmAreSplitAndNoOthers() {
    assertEquals(
        new PackageVersion(1, "1.34+dfsg", "1"),
        PackageVersion.of(PackageType.DEB, "1:1.34+dfsg-1"));
    assertEquals(
        new PackageVersion(0, "2-3", "4.el8"), PackageVersion.of(PackageType.RPM, "2-3-4.el8"));
    assertEquals(new PackageVersion(0, "x:1", ""), PackageVersion.of(PackageType.DEB, "x:1"));
    assertEquals(
        new PackageVersion(0, "12345678901:1", ""),
        PackageVersion.of(PackageType.DEB, "12345678901:1"));
    assertEquals(
        new PackageVersion(0, "1.1.1k-r0", ""), PackageVersion.of(PackageType.APK, "1.1.1k-r0"));
  }

  @Test
  void aDescriptionOfAMegabyteIsWhole() throws IOException {
    String text = "\u001b[31mA\"\\\ud83d\ude00".repeat(130_000);
    Report long_ = LongTexts.described(text);
    Json finding = written(ReportOptions.DEFAULT, long_).at("Results").items().getFirst();
    assertEquals(text, finding.at("Vulnerabilities").items().getFirst().text("Description"));
  }

  @Test
  void aFullDiskIsAnIoExceptionAndTheStreamStaysOpen() throws IOException {
    IOException full = new IOException("No space left on device");
    boolean[] closed = {false};
    OutputStream out =
        new OutputStream() {
          private int room = 1_000;

          @Override
          public void write(int b) throws IOException {
            if (room-- <= 0) {
              throw full;
            }
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    JsonWriter writer = new JsonWriter(ReportOptions.DEFAULT);
    IOException thrown =
        assertThrows(IOException.class, () -> writer.write(List.of(Samples.alpine()), out));
    assertSame(full, thrown);
    assertFalse(closed[0]);
  }
}
