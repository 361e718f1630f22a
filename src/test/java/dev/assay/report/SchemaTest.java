package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the writers make of the samples follows the schemas, and the schemas are strict enough to
/// notice when it does not.
class SchemaTest {
  @TestFactory
  Stream<DynamicTest> everySampleFollowsTheSchemaOfItsFormat() {
    return GoldenTest.samples().entrySet().stream()
        .flatMap(sample ->
            Stream.of(
                dynamicTest(
                    "json " + sample.getKey(),
                    () ->
                        Schemas.accepts(
                            Schemas.ours("report.schema.json"),
                            GoldenTest.written(
                                new JsonWriter(ReportOptions.DEFAULT), sample.getValue()))),
                dynamicTest(
                    "sarif " + sample.getKey(),
                    () ->
                        Schemas.accepts(
                            Schemas.sarif(),
                            GoldenTest.written(
                                new SarifWriter(ReportOptions.DEFAULT), sample.getValue())))));
  }

  @Test
  void aMisspeltMemberIsNoticed() throws Exception {
    String json = text(new JsonWriter(ReportOptions.DEFAULT));
    assertNotEquals(
        List.of(),
        Schemas.errors(
            Schemas.ours("report.schema.json"), bytes(json.replace("\"PkgName\"", "\"PkgNam\""))));
    String sarif = text(new SarifWriter(ReportOptions.DEFAULT));
    assertNotEquals(
        List.of(), Schemas.errors(Schemas.sarif(), bytes(sarif.replace("\"uri\"", "\"url\""))));
    assertNotEquals(
        List.of(),
        Schemas.errors(
            Schemas.sarif(), bytes(sarif.replace("\"level\": \"error\"", "\"level\": \"bad\""))));
  }

  private static String text(ReportWriter writer) throws Exception {
    byte[] written = GoldenTest.written(writer, List.of(Samples.alpine()));
    return new String(written, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
