package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import dev.assay.format.json.Json;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SbomWriterTest {
  private static byte[] written(String format, ScanResult report) throws IOException {
    return GoldenTest.written(
        SbomWriter.of(format, ReportOptions.DEFAULT).orElseThrow(), List.of(report));
  }

  private static Json json(String format, ScanResult report) throws IOException {
    return Json.parse(written(format, report), "bill of materials");
  }

  private static List<Report> reports() {
    List<Report> reports = new ArrayList<>();
    reports.add(Samples.alpine());
    reports.add(Samples.debian());
    reports.add(Samples.folder());
    reports.add(Samples.scratch());
    for (long seed = 0; seed < 25; seed++) {
      reports.add(new RandomReports(seed).next());
    }
    return reports;
  }

  /// The schemas that CycloneDX's own library carries have nothing against any document, hostile
  /// ones too.
  @ParameterizedTest
  @ValueSource(strings = {"1.4", "1.5", "1.6"})
  void cycloneDxFollowsTheSchemasOfItsStandard(String edition) throws IOException {
    Schema schema = Schemas.cycloneDx(edition);
    int vulnerabilities = 0;
    for (Report report : reports()) {
      byte[] json = written("cyclonedx-json@" + edition, report);
      assertEquals(List.of(), Schemas.errors(schema, json), () -> new String(json, UTF_8));
      byte[] xml = written("cyclonedx-xml@" + edition, report);
      assertEquals("", Schemas.xmlError(edition, xml), () -> new String(xml, UTF_8));
      vulnerabilities += Json.parse(json, "bill").at("vulnerabilities").items().size();
    }
    assertTrue(vulnerabilities > 20, "only " + vulnerabilities);
  }

  @Test
  void theSchemasAreHeldAgainstWhatIsInThem() throws IOException {
    String json = new String(written("cyclonedx-json@1.6", Samples.alpine()), UTF_8);
    byte[] wrong = json.replace("\"os-pkgs\"", "7").getBytes(UTF_8);
    assertEquals(1, Schemas.errors(Schemas.cycloneDx("1.6"), wrong).size());
    String xml = new String(written("cyclonedx-xml@1.6", Samples.alpine()), UTF_8);
    byte[] odd = xml.replace("type=\"library\"", "type=\"book\"").getBytes(UTF_8);
    assertFalse(Schemas.xmlError("1.6", odd).isEmpty());
  }

  @Test
  void cycloneDxHasEachVulnerabilityOnceWithWhatItAffects() throws IOException {
    Json document = json("cyclonedx", Samples.alpine());
    List<Json> all = document.at("vulnerabilities").items();
    assertEquals(3, all.size());
    Json sm2 =
        all.stream().filter(v -> v.text("id").equals("CVE-2021-3711")).findFirst().orElseThrow();
    assertEquals("alpine", sm2.at("source").text("name"));
    assertEquals(2, sm2.at("affects").items().size());
    String reference = sm2.at("affects").items().getFirst().text("ref");
    assertTrue(
        document.at("components").items().stream()
            .anyMatch(component -> component.text("bom-ref").equals(reference)),
        reference);
    assertTrue(sm2.text("recommendation").contains("Upgrade libcrypto1.1 to version 1.1.1l-r0"));
    assertFalse(sm2.at("ratings").items().isEmpty());
  }

  @Test
  void whatCouldNotBeReadMakesADocumentIncomplete() throws IOException {
    Json composition = json("cyclonedx", Samples.alpine()).at("compositions").items().getFirst();
    assertEquals("incomplete", composition.text("aggregate"));
    assertTrue(json("cyclonedx", Samples.folder()).at("compositions").isNull());
  }

  @Test
  void theDateIsTheUsersElseTheImagesElseTheBeginning() throws IOException {
    Report report = Samples.scratch();
    ReportOptions dated =
        new ReportOptions(
            true,
            false,
            false,
            ReportOptions.DEFAULT.table(),
            ReportOptions.Page.FILE,
            List.of(),
            "",
            Optional.of(java.time.Instant.ofEpochSecond(86_400)));
    byte[] bytes =
        GoldenTest.written(SbomWriter.of("spdx-json", dated).orElseThrow(), List.of(report));
    assertEquals("1970-01-02T00:00:00Z", Json.parse(bytes, "x").at("creationInfo").text("created"));
    assertEquals(
        "1970-01-01T00:00:00Z",
        json("spdx-json", Samples.folder()).at("creationInfo").text("created"));
  }

  @Test
  void anEditionThatIsNotWrittenIsNoFormat() {
    assertTrue(SbomWriter.of("cyclonedx-json@1.3", ReportOptions.DEFAULT).isEmpty());
    assertTrue(SbomWriter.of("cyclonedx-json@", ReportOptions.DEFAULT).isEmpty());
    assertTrue(SbomWriter.of("spdx-xml", ReportOptions.DEFAULT).isEmpty());
  }
}
