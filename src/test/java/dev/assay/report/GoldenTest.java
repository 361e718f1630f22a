package dev.assay.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.model.ScanResult;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every writer on every sample: `report/<format>/<case>/expected.<ending>`, rewritten by
/// `-Dgolden.update=true` and read as a diff.
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/report");

  static final Map<String, String> ENDINGS =
      Map.of("html", "html", "ids", "txt", "json", "json", "sarif", "sarif", "table", "txt");

  private static final ReportOptions ALL =
      new ReportOptions(
          true,
          true,
          true,
          EnumSet.allOf(TablePart.class),
          new Page(true, false, 160),
          List.of("severity=HIGH,CRITICAL"),
          "0.1.0");

  static Map<String, List<ScanResult>> samples() {
    Map<String, List<ScanResult>> samples = new TreeMap<>();
    samples.put("alpine-image", List.of(Samples.alpine()));
    samples.put("debian-image", List.of(Samples.debian()));
    samples.put("folder", List.of(Samples.folder()));
    samples.put("scratch-image", List.of(Samples.scratch()));
    samples.put("two-images", List.of(Samples.alpine(), Samples.debian()));
    samples.put("one-of-two-unscanned", List.of(Samples.unscanned(), Samples.debian()));
    return samples;
  }

  static List<ReportWriter> writers(ReportOptions options) {
    return List.of(
        new HtmlWriter(options),
        new IdsWriter(),
        new JsonWriter(options),
        new SarifWriter(options),
        new TableWriter(options));
  }

  static byte[] written(ReportWriter writer, List<ScanResult> reports) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(reports, out);
    return out.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> everyWriterOnEverySample() {
    List<DynamicTest> tests = new ArrayList<>();
    samples()
        .forEach((name, reports) -> {
          for (ReportWriter writer : writers(ALL)) {
            Path file =
                FOLDER
                    .resolve(writer.format())
                    .resolve(name)
                    .resolve("expected." + ENDINGS.get(writer.format()));
            tests.add(
                dynamicTest(
                    writer.format() + " " + name, () -> matches(file, written(writer, reports))));
          }
        });
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> tablesForAFileAreAsciiAndKeepToTheWidthOfATerminal() {
    Page narrow = new Page(false, false, 100);
    return Stream.of(Page.FILE, narrow, new Page(true, true, 0))
        .map(page ->
            dynamicTest(
                page.toString(),
                () -> {
                  ReportOptions options =
                      new ReportOptions(
                          true, false, false, EnumSet.allOf(TablePart.class), page, List.of(), "");
                  String name = page.hasColor() ? "color" : page.columns() > 0 ? "narrow" : "ascii";
                  matches(
                      FOLDER.resolve("table").resolve(name).resolve("expected.txt"),
                      written(new TableWriter(options), List.of(Samples.alpine())));
                }));
  }

  private static void matches(Path expected, byte[] actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(expected.getParent());
      Files.write(expected, actual);
    }
    assertEquals(Files.readString(expected), new String(actual, StandardCharsets.UTF_8));
  }
}
