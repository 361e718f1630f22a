package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.failure.InputFailure;
import dev.assay.model.Component;
import dev.assay.model.ComponentOrder;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportReaderTest {
  private static final ReportOptions ALL =
      new ReportOptions(
          true, true, true, EnumSet.allOf(TablePart.class), Page.FILE, List.of(), "0.1.0");

  private static List<ReportReader.Part> read(String json) {
    return read(json.getBytes(UTF_8));
  }

  private static List<ReportReader.Part> read(byte[] json) {
    try {
      return ReportReader.read(new ByteArrayInputStream(json), "r.json");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String problem(String json) {
    return String.valueOf(assertThrows(InputFailure.class, () -> read(json)).getMessage());
  }

  /// What a scan costs is in no JSON report.
  private static ScanResult withoutReceipt(ScanResult result) {
    return result instanceof Report r
        ? new Report(
            r.artifactName(),
            r.artifactType(),
            r.image(),
            sorted(r.inventory()),
            r.findings(),
            r.suppressed(),
            r.evidence(),
            r.database(),
            r.unmatched(),
            new Receipt(Optional.empty(), 0, 0, List.of(), List.of(), List.of()),
            r.notices())
        : result;
  }

  private static Inventory sorted(Inventory inventory) {
    return new Inventory(
        inventory.operatingSystem(),
        inventory.components().stream()
            .sorted(Comparator.comparing(Placed::component, ComponentOrder.OF_INVENTORIES))
            .toList(),
        inventory.gaps());
  }

  @TestFactory
  Stream<DynamicTest> whatIsReadBackIsWrittenAsBeforeInEveryFormat() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, List<ScanResult>> sample : GoldenTest.samples().entrySet()) {
      List<ScanResult> before =
          sample.getValue().stream().map(ReportReaderTest::withoutReceipt).toList();
      byte[] json = GoldenTest.written(new JsonWriter(ALL), before);
      List<ScanResult> after = read(json).stream().map(ReportReader.Part::result).toList();
      for (ReportWriter writer : GoldenTest.writers(ALL)) {
        tests.add(
            dynamicTest(
                writer.format() + " " + sample.getKey(),
                () ->
                    assertEquals(
                        new String(GoldenTest.written(writer, before), UTF_8),
                        new String(GoldenTest.written(writer, after), UTF_8))));
      }
    }
    return tests.stream();
  }

  @Test
  void trivysReportBringsItsPackagesLayersAndSystem() throws IOException {
    byte[] json = Files.readAllBytes(Path.of("src/test/resources/report/trivy-0.60/alpine.json"));
    ReportReader.Part part = read(json).getFirst();
    assertFalse(part.isOurs());
    assertTrue(part.listsPackages());
    Report report = (Report) part.result();
    assertEquals("alpine-old", report.artifactName());
    assertEquals("alpine", report.inventory().operatingSystem().orElseThrow().family());
    assertTrue(report.evidence().isEmpty());
    assertFalse(report.inventory().components().isEmpty());
    assertTrue(
        report.inventory().components().stream()
            .filter(placed -> placed.component().type() == PackageType.APK)
            .allMatch(placed ->
                report.image().orElseThrow().layers().contains(placed.layer().orElseThrow())));
  }

  private static final String TRIVY =
      """
      {"SchemaVersion": 2, "CreatedAt": "2025-01-02T03:04:05.678+01:00", "ArtifactName": "app",
       "ArtifactType": "filesystem", "Results": [
        {"Target": "app/yarn.lock", "Class": "lang-pkgs", "Type": "yarn", "Vulnerabilities": [
          {"VulnerabilityID": "CVE-2021-23337", "PkgID": "lodash@4.17.20", "PkgName": "lodash",
           "PkgIdentifier": {"PURL": "pkg:npm/lodash@4.17.20", "UID": "1"},
           "InstalledVersion": "4.17.20", "FixedVersion": "4.17.21", "Status": "fixed",
           "DataSource": {"ID": "ghsa", "Name": "GitHub", "URL": "https://github.com/advisories"},
           "Severity": "HIGH", "SeveritySource": "ghsa", "VendorSeverity": {"ghsa": 3},
           "CVSS": {"ghsa": {"V3Vector": "CVSS:3.1/AV:N", "V3Score": 7.2}}}]},
        {"Target": "key.pem", "Class": "secret", "Secrets": [{"RuleID": "private-key"}]}]}
      """;

  @Test
  void trivysFindingStandsWithoutAListOfPackagesAndItsSecretsAreAGap() {
    ReportReader.Part part = read(TRIVY).getFirst();
    assertFalse(part.listsPackages());
    Report report = (Report) part.result();
    Finding finding = report.findings().getFirst();
    Component component = finding.placed().component();
    assertEquals(PackageType.NPM, component.type());
    assertEquals("app/yarn.lock", component.path());
    assertEquals("yarn", component.foundBy());
    assertEquals(List.of(finding.placed()), report.inventory().components());
    assertEquals(Status.FIXED, finding.status());
    assertEquals(Severity.HIGH, finding.vulnerability().ratings().getFirst().severity());
    assertEquals(
        "3.1", finding.vulnerability().ratings().getFirst().vectors().getFirst().version());
    assertEquals("2025-01-02T02:04:05.678Z", report.database().builtAt().toString());
    assertEquals(
        List.of("key.pem: Secrets of the report (1) are not converted in this version"),
        report.inventory().gaps().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"HIGH\"|\"GRAVE\"|Results[0].Vulnerabilities[0].Severity is none of the words for it",
        "\"fixed\"|7|Results[0].Vulnerabilities[0].Status is no text",
        "{\"ghsa\": 3}|{\"ghsa\": 9}|Results[0].Vulnerabilities[0].VendorSeverity.ghsa is no"
            + " severity",
        "7.2|72|Results[0].Vulnerabilities[0].CVSS.ghsa.V3Score is not between 0 and 10",
        "\"pkg:npm/lodash@4.17.20\"|\"lodash\"|"
            + "Results[0].Vulnerabilities[0].PkgIdentifier.PURL is no package URL",
        "\"SchemaVersion\": 2|\"SchemaVersion\": 3|"
            + "it is no report of a scan: SchemaVersion 2 and ArtifactName must be there",
        "\"2025-01-02T03:04:05.678+01:00\"|\"today\"|CreatedAt is no time",
        "\"lodash\"|\"\"|Results[0].Vulnerabilities[0].PkgName is missing",
      })
  void whatIsWrongIsNamedWithItsPlace(String right, String wrong, String problem) {
    assertTrue(TRIVY.contains(right));
    assertEquals("cannot read r.json: " + problem, problem(TRIVY.replace(right, wrong)));
  }

  @Test
  void whatIsNoReportIsRefused() {
    assertEquals("cannot read r.json: it holds no report", problem("[]"));
    assertTrue(problem("{\"bomFormat\": \"CycloneDX\"}").contains("it is no report of a scan"));
    assertTrue(problem("{\"SchemaVersion\": 2,\n oops").contains("line 2"));
    assertTrue(problem("").contains("cannot read r.json"));
    assertTrue(problem("[".repeat(100_000)).contains("nested too deep"));
    assertTrue(problem("[" + "0,".repeat(ReportReader.MAX_VALUES) + "0]").contains("more than"));
    assertTrue(problem(" ".repeat(ReportReader.MAX_BYTES + 1)).contains("longer than 64 MiB"));
  }

  @Test
  void whatIsCutOffOrFlippedIsRefusedOrReadAndNeverABug() throws IOException {
    byte[] whole = GoldenTest.written(new JsonWriter(ALL), List.of(Samples.debian()));
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = whole.clone();
      if (i % 2 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length - 2));
      } else {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        for (ReportReader.Part part : read(bytes)) {
          GoldenTest.written(new TableWriter(ALL), List.of(part.result()));
        }
      } catch (InputFailure e) {
        refused++;
      }
    }
    assertTrue(refused >= 200, refused + " refused");
  }
}
