package dev.assay.scan;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.policy.IgnoreRules;
import dev.assay.report.ReceiptWriter;
import dev.assay.report.ReportOptions;
import dev.assay.report.ReportWriter;
import dev.assay.report.SarifWriter;
import dev.assay.report.SbomWriter;
import dev.assay.scan.ScanOptions.Output;
import dev.assay.scan.ScanOptions.Receipts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Writes every output that was asked for.
final class ReportFiles {
  private final ScanOptions options;
  private final ReportOptions console;
  private final Progress progress;

  /// @param rules the user's decisions: what they are is part of a report's identity
  ReportFiles(ScanOptions options, IgnoreRules rules, Progress progress) {
    this.options = options;
    this.progress = progress;
    this.console = options.reporting().options().and("ignore-rules=" + rules.digest());
  }

  /// @param results one for each artifact; where there are none, nothing is written
  void write(List<ScanResult> results, Outputs outputs) throws IOException {
    if (results.isEmpty()) {
      return;
    }
    for (Output output : options.reporting().outputs()) {
      ReportWriter writer = writer(output);
      outputs.write(output.file(), out -> writer.write(results, out));
      if (writer instanceof SarifWriter && results.size() > SarifWriter.MAX_RUNS) {
        progress.warn(
            "the SARIF report has "
                + results.size()
                + " runs, one for each artifact: GitHub refuses a file of more than "
                + SarifWriter.MAX_RUNS
                + "; to upload it there, scan fewer at a time");
      }
    }
    Optional<Receipts> explain = options.reporting().explainBytes();
    if (explain.isPresent()) {
      explain(explain.get(), receipts(results), outputs);
    }
  }

  private static List<Receipt> receipts(List<ScanResult> results) {
    return results.stream()
        .filter(Report.class::isInstance)
        .map(result -> ((Report) result).receipt())
        .toList();
  }

  private static void explain(Receipts where, List<Receipt> receipts, Outputs outputs)
      throws IOException {
    if (where.file().isPresent()) {
      outputs.write(where.file(), out -> ReceiptWriter.write(receipts, out));
    } else {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      ReceiptWriter.write(receipts, text);
      outputs.tell(text.toString(StandardCharsets.UTF_8));
    }
  }

  private ReportWriter writer(Output output) {
    ReportOptions wanted = output.file().isPresent() ? console.onFile() : console;
    return BuiltIns.reportWriters(wanted).stream()
        .filter(writer -> writer.format().equals(output.format()))
        .findFirst()
        .or(() -> SbomWriter.of(output.format(), wanted))
        .orElseThrow(() -> new UsageFailure("unknown format `" + output.format() + "`"));
  }
}
