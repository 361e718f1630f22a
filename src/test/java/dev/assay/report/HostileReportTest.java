package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Schema;
import dev.assay.format.json.Json;
import dev.assay.model.ScanResult;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Whatever an image and the feeds say, every format stays what it claims to be.
class HostileReportTest {
  private static final int RUNS = 60;
  private static final ReportOptions ALL =
      new ReportOptions(
          true,
          true,
          true,
          EnumSet.allOf(TablePart.class),
          new Page(true, false, 120),
          List.of(),
          "0.1.0");

  private interface Check {
    void on(long seed, List<ScanResult> reports) throws IOException;
  }

  private static void forRandomReports(Check check) throws IOException {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomReports random = new RandomReports(seed);
      check.on(
          seed, seed % 5 == 0 ? List.of(random.next(), random.next()) : List.of(random.next()));
    }
  }

  @Test
  void jsonFollowsOurSchema() throws IOException {
    Schema schema = Schemas.ours("report.schema.json");
    forRandomReports((seed, reports) -> {
      byte[] json = GoldenTest.written(new JsonWriter(ALL), reports);
      assertEquals(List.of(), Schemas.errors(schema, json), () -> "seed " + seed);
      Json.parse(json, "report");
    });
  }

  @Test
  void sarifFollowsTheSchemaOfItsStandard() throws IOException {
    Schema schema = Schemas.sarif();
    forRandomReports((seed, reports) -> {
      byte[] sarif = GoldenTest.written(new SarifWriter(ALL), reports);
      assertEquals(List.of(), Schemas.errors(schema, sarif), () -> "seed " + seed);
    });
  }

  @Test
  void everyFormatGivesTheSameBytesTwice() throws IOException {
    forRandomReports((_, reports) -> {
      for (ReportWriter writer : GoldenTest.writers(ALL)) {
        assertArrayEquals(GoldenTest.written(writer, reports), GoldenTest.written(writer, reports));
      }
    });
  }

  @Test
  void nothingThatIsShownSteersATerminal() throws IOException {
    forRandomReports((seed, reports) -> {
      for (ReportWriter writer : GoldenTest.writers(ALL)) {
        String text = new String(GoldenTest.written(writer, reports), UTF_8);
        assertFalse(
            text.codePoints().anyMatch(c -> steers(c, writer)),
            () -> writer.format() + ", seed " + seed);
      }
    });
  }

  private static boolean steers(int c, ReportWriter writer) {
    boolean isOurs = c == '\n' || (c == '\t' && writer.format().equals("ids"));
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !isOurs && (Character.isISOControl(c) || turns);
  }

  @Test
  void idsAreSortedLinesOfTwoColumns() throws IOException {
    forRandomReports((_, reports) -> {
      String text = new String(GoldenTest.written(new IdsWriter(), reports), UTF_8);
      List<String> lines = text.lines().toList();
      assertEquals(List.copyOf(new TreeSet<>(lines)), lines);
      lines.forEach(line -> assertEquals(2, line.split("\t", -1).length, line));
    });
  }
}
