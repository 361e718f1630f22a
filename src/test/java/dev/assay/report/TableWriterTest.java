package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Component;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.Rung;
import dev.assay.report.ReportOptions.Page;
import dev.assay.report.ReportOptions.TablePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the samples in `report/table` do not show.
class TableWriterTest {
  private static String table(Report report, ReportOptions options) throws IOException {
    return new String(GoldenTest.written(new TableWriter(options), List.of(report)), UTF_8);
  }

  private static ReportOptions with(EnumSet<TablePart> parts, Page page, boolean tree) {
    return new ReportOptions(true, false, tree, parts, page, List.of(), "");
  }

  private static Report of(List<Placed> components, List<Gap> gaps) {
    Inventory inventory = new Inventory(Optional.empty(), components, gaps);
    return Samples.image(
        "registry.example/x:1", Optional.empty(), inventory, List.of(), List.of(), List.of());
  }

  @Test
  void aTitleEndsAfterTwelveWords() {
    assertEquals("one two", TerminalText.firstWords("one two", 12));
    assertEquals(
        "1 2 3 4 5 6 7 8 9 10 11 12", TerminalText.firstWords("1 2 3 4 5 6 7 8 9 10 11 12", 12));
    assertEquals(
        "1 2 3 4 5 6 7 8 9 10 11 12...",
        TerminalText.firstWords("1 2 3 4 5 6 7 8 9 10 11 12 13", 12));
  }

  @Test
  void twentyGapsAreNamedAndTheRestCounted() throws IOException {
    List<Gap> gaps =
        IntStream.range(10, 35).mapToObj(i -> new Gap("file" + i, 0, "not valid JSON")).toList();
    String table = table(of(List.of(), gaps), ReportOptions.DEFAULT);
    assertTrue(table.contains("Not looked at (25)"));
    assertTrue(table.contains("- file29: not valid JSON\n- and 5 more\n"), table);
    assertFalse(table.contains("file30"));
  }

  @Test
  void theLastLineIsTheReceipt() throws IOException {
    String table = table(Samples.alpine(), ReportOptions.DEFAULT);
    assertTrue(
        table.endsWith(
            "\nstreamed (evidence: full), 2.8 MB of 2.8 MB moved in 2 requests,"
                + " database of 2026-11-20 (sha256:dddddddddddd)\n"),
        table);
  }

  @Test
  void bytesAreWrittenInPowersOfAThousand() {
    assertEquals("0 B", ReceiptLine.bytes(0));
    assertEquals("999 B", ReceiptLine.bytes(999));
    assertEquals("1.0 kB", ReceiptLine.bytes(1_000));
    assertEquals("999.9 kB", ReceiptLine.bytes(999_900));
    assertEquals("1.0 MB", ReceiptLine.bytes(999_999));
    assertEquals("9.2 EB", ReceiptLine.bytes(Long.MAX_VALUE));
  }

  @Test
  void onlyThePartsAskedForAreDrawn() throws IOException {
    String summary = table(Samples.alpine(), with(EnumSet.of(TablePart.SUMMARY), Page.FILE, false));
    assertTrue(summary.contains("Report Summary"));
    assertFalse(summary.contains("CVE-2021-3711"));
    String detailed =
        table(Samples.alpine(), with(EnumSet.of(TablePart.DETAILED), Page.FILE, false));
    assertFalse(detailed.contains("Report Summary"));
    assertTrue(detailed.contains("CVE-2021-3711"));
  }

  @Test
  void everyLineOfABoxIsAsWideAsTheOthersAlsoWithWideCharacters() {
    Box box = new Box(new Page(true, false, 60), List.of("Library", "Title"));
    box.row(
        List.of(Box.Cell.of("日本語の名前"), Box.Cell.of("e\u0301 and some more words to wrap here")));
    box.row(List.of(Box.Cell.of("日本語の名前"), Box.Cell.of("x".repeat(100))));
    StringBuilder out = new StringBuilder();
    box.draw(out);
    List<Integer> widths = out.toString().lines().map(TerminalText::columns).distinct().toList();
    assertEquals(List.of(60), widths);
  }

  @Test
  void aRingOfDependenciesEnds() throws IOException {
    Component qs =
        Component.of(PackageType.NPM, "npm", "qs", "6.7.0")
            .path("package-lock.json")
            .dependsOn(List.of("a@1", "qs@6.7.0"))
            .build();
    Component a =
        Component.of(PackageType.NPM, "npm", "a", "1")
            .path("package-lock.json")
            .dependsOn(List.of("qs@6.7.0"))
            .build();
    Placed placed = new Placed(qs, Optional.empty());
    Report report = of(List.of(placed, new Placed(a, Optional.empty())), List.of());
    Report found =
        new Report(
            report.artifactName(),
            report.artifactType(),
            report.image(),
            report.inventory(),
            List.of(Samples.finding(placed, Samples.prototype(), "6.7.3", Samples.GHSA)),
            List.of(),
            report.evidence(),
            report.database(),
            report.unmatched(),
            report.receipt(),
            List.of());
    String tree = table(found, with(EnumSet.allOf(TablePart.class), Page.FILE, true));
    assertTrue(
        tree.contains(
            """
            package-lock.json
            `-- qs@6.7.0, (HIGH: 1)
                |-- a@1
                |   `-- qs@6.7.0 ...
                `-- qs@6.7.0 ...
            """),
        tree);
  }

  @Test
  void aChainOfAHundredThousandDependenciesEnds() throws IOException {
    List<Placed> chain = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      chain.add(
          new Placed(
              Component.of(PackageType.NPM, "npm", "p" + i, "1")
                  .path("package-lock.json")
                  .dependsOn(i == 0 ? List.of() : List.of("p" + (i - 1) + "@1"))
                  .build(),
              Optional.empty()));
    }
    Report report = of(chain, List.of());
    Report found =
        new Report(
            report.artifactName(),
            report.artifactType(),
            report.image(),
            report.inventory(),
            List.of(Samples.finding(chain.getFirst(), Samples.prototype(), "6.7.3", Samples.GHSA)),
            List.of(),
            report.evidence(),
            report.database(),
            report.unmatched(),
            report.receipt(),
            List.of());
    String tree = table(found, with(EnumSet.allOf(TablePart.class), Page.FILE, true));
    assertTrue(tree.contains("p50@1 ...\n"), tree);
  }

  @Test
  void theReceiptIsWrittenWholeWhereAskedFor() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Receipt receipt =
        new Receipt(Optional.of(Rung.REUSED), 700, 2_800, List.of(), List.of(), List.of());
    ReceiptWriter.write(List.of(receipt), out);
    assertEquals(
        """
        {
          "rung": "reused",
          "bytes_moved": 700,
          "bytes_total": 2800,
          "fetched_ratio": 0.25,
          "request_count": 0,
          "requests": [],
          "layers": [],
          "stages": []
        }
        """,
        out.toString(UTF_8));
  }
}
