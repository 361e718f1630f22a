package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Severity;
import dev.assay.model.Suppressed;
import dev.assay.model.Unscanned;
import dev.assay.model.Vulnerability;
import dev.assay.report.Box.Cell;
import dev.assay.report.ReportOptions.TablePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `table`: the report for people. A summary, a table for each target with findings (always for the
/// distribution), what was suppressed where that was asked for, what could not be looked at, and in
/// the last line what the answer rests on and what it cost.
public final class TableWriter implements ReportWriter {
  private static final int TITLE_WORDS = 12;
  private static final int MAX_GAPS = 20;
  private static final int MAX_CELL = 2_000;

  private static final List<String> COLUMNS =
      List.of(
          "Library",
          "Vulnerability",
          "Severity",
          "Status",
          "Installed Version",
          "Fixed Version",
          "Title");
  private static final List<String> SUPPRESSED_COLUMNS =
      List.of("Library", "Vulnerability", "Severity", "Status", "Statement", "Source");

  private final ReportOptions options;

  /// A writer with the user's wishes.
  public TableWriter(ReportOptions options) {
    this.options = options;
  }

  @Override
  public String format() {
    return "table";
  }

  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    for (ScanResult result : results) {
      StringBuilder page = new StringBuilder();
      switch (result) {
        case Report report -> report(page, report);
        case Unscanned unscanned -> unscanned(page, unscanned);
      }
      out.write(page.toString().getBytes(UTF_8));
    }
    out.flush();
  }

  private static void unscanned(StringBuilder out, Unscanned unscanned) {
    heading(out, clean(unscanned.artifactName()) + " (not scanned)", '=');
    out.append("Error: ").append(clean(unscanned.problem())).append('\n');
    if (!unscanned.hint().isEmpty()) {
      out.append("Hint: ").append(clean(unscanned.hint())).append('\n');
    }
  }

  private void report(StringBuilder out, Report report) {
    List<Target> targets = Target.of(report);
    if (options.table().contains(TablePart.SUMMARY)) {
      summary(out, report, targets);
    }
    if (options.table().contains(TablePart.DETAILED)) {
      for (Target target : targets) {
        if (target.kind() == Target.Kind.OS_PACKAGES || !target.findings().isEmpty()) {
          findings(out, target);
        }
        if (options.dependencyTree()) {
          DependencyTree.draw(out, target, options.page());
        }
        if (options.showSuppressed() && !target.suppressed().isEmpty()) {
          suppressed(out, target);
        }
      }
    }
    gaps(out, report.inventory().gaps());
    for (String notice : report.notices()) {
      out.append("\nNotice: ").append(clean(notice)).append('\n');
    }
    out.append('\n').append(ReceiptLine.of(report)).append('\n');
  }

  private void summary(StringBuilder out, Report report, List<Target> targets) {
    Box box = new Box(options.page(), List.of("Target", "Type", "Vulnerabilities")).unmerged();
    for (Target target : targets) {
      box.row(
          List.of(
              Cell.of(clean(target.name())),
              Cell.centered(clean(target.type())),
              Cell.centered(count(report, target))));
    }
    if (targets.isEmpty()) {
      box.row(List.of(Cell.of("-"), Cell.centered("-"), Cell.centered("-")));
    }
    out.append("\nReport Summary\n\n");
    box.draw(out);
    out.append("Legend:\n- '-': Not scanned\n- '0': Clean (no security findings detected)\n\n");
  }

  /// Nothing found where nothing could be found is not 0.
  private static String count(Report report, Target target) {
    boolean isBlind =
        !target.components().isEmpty()
            && target.components().stream()
                .allMatch(placed -> report.unmatched().contains(placed.component().type()));
    int count = target.findings().size();
    return count == 0 && isBlind ? "-" : Integer.toString(count);
  }

  private void findings(StringBuilder out, Target target) {
    heading(out, clean(target.name()), '=');
    List<Finding> findings = target.findings();
    out.append("Total: ")
        .append(findings.size())
        .append(" (")
        .append(counts(findings))
        .append(")\n\n");
    if (findings.isEmpty()) {
      return;
    }
    Box box = new Box(options.page(), COLUMNS);
    for (Finding finding : findings) {
      box.row(
          List.of(
              Cell.of(library(target, finding.placed().component())),
              Cell.of(clean(finding.vulnerability().id())),
              severity(finding.severity()),
              Cell.of(finding.status().word()),
              Cell.of(clean(finding.placed().component().version())),
              Cell.of(clean(finding.fixedVersion())),
              new Cell(title(finding.vulnerability()), "", false)));
    }
    box.draw(out);
  }

  private void suppressed(StringBuilder out, Target target) {
    int total = target.suppressed().size();
    heading(out, "Suppressed Vulnerabilities (Total: " + total + ")", '=');
    Box box = new Box(options.page(), SUPPRESSED_COLUMNS);
    for (Suppressed suppressed : target.suppressed()) {
      Finding finding = suppressed.finding();
      box.row(
          List.of(
              Cell.of(library(target, finding.placed().component())),
              Cell.of(clean(finding.vulnerability().id())),
              severity(finding.severity()),
              Cell.of(clean(suppressed.status())),
              Cell.of(suppressed.statement().isEmpty() ? "N/A" : clean(suppressed.statement())),
              Cell.of(clean(suppressed.source()))));
    }
    box.draw(out);
  }

  private static void gaps(StringBuilder out, List<Gap> gaps) {
    if (gaps.isEmpty()) {
      return;
    }
    heading(out, "Not looked at (" + gaps.size() + ")", '-');
    gaps.stream()
        .limit(MAX_GAPS)
        .forEach(gap -> out.append("- ").append(clean(gap.toString())).append('\n'));
    if (gaps.size() > MAX_GAPS) {
      out.append("- and ").append(gaps.size() - MAX_GAPS).append(" more\n");
    }
  }

  private static void heading(StringBuilder out, String text, char rule) {
    out.append('\n').append(text).append('\n');
    out.repeat(rule, TerminalText.columns(text)).append('\n');
  }

  /// `UNKNOWN: 0, LOW: 4, …`.
  static String counts(List<Finding> findings) {
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      long count = findings.stream().filter(f -> f.severity() == severity).count();
      counts.add(severity + ": " + count);
    }
    return String.join(", ", counts);
  }

  private static String library(Target target, Component component) {
    boolean needsPath = target.hasManyFiles() && !component.path().isEmpty();
    return clean(component.name() + (needsPath ? " (" + component.path() + ")" : ""));
  }

  private static List<String> title(Vulnerability v) {
    String text = v.title().isBlank() ? v.description() : v.title();
    List<String> lines = new ArrayList<>();
    lines.add(TerminalText.firstWords(clean(text).strip(), TITLE_WORDS));
    if (!v.exploitedSince().isEmpty()) {
      lines.add("exploited since " + clean(v.exploitedSince()));
    }
    lines.add(Links.primary(v));
    lines.removeIf(String::isEmpty);
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static Cell severity(Severity severity) {
    String color =
        switch (severity) {
          case CRITICAL -> "31";
          case HIGH -> "91";
          case MEDIUM -> "33";
          case LOW -> "34";
          case UNKNOWN -> "36";
        };
    return new Cell(List.of(severity.name()), color, false);
  }

  /// Nobody reads a cell of a megabyte: it is cut before it is looked at closely.
  private static String clean(String text) {
    return TerminalText.line(SarifText.cut(text, MAX_CELL));
  }

  /// The severities in the order of the `Total` line, for the tree.
  static String nonZeroCounts(List<Finding> findings) {
    return String.join(
        ", ",
        Arrays.stream(counts(findings).split(", "))
            .filter(count -> !count.endsWith(": 0"))
            .toList());
  }
}
