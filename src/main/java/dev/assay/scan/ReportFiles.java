package dev.assay.scan;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.UsageFailure;
import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.report.ReceiptWriter;
import dev.assay.report.ReportOptions;
import dev.assay.report.ReportWriter;
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

  ReportFiles(ScanOptions options) {
    this.options = options;
  }

  void write(List<Report> reports, Outputs outputs) throws IOException {
    for (Output output : options.reporting().outputs()) {
      if (!reports.isEmpty()) {
        ReportWriter writer = writer(output);
        outputs.write(output.file(), out -> writer.write(reports, out));
      }
    }
    Optional<Receipts> explain = options.reporting().explainBytes();
    if (explain.isPresent()) {
      explain(explain.get(), reports.stream().map(Report::receipt).toList(), outputs);
    }
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
    ReportOptions console = options.reporting().options();
    ReportOptions wanted = output.file().isPresent() ? console.onFile() : console;
    return BuiltIns.reportWriters(wanted).stream()
        .filter(writer -> writer.format().equals(output.format()))
        .findFirst()
        .orElseThrow(() -> new UsageFailure("unknown format `" + output.format() + "`"));
  }
}
