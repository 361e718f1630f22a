package dev.assay.report;

import dev.assay.model.Receipt;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/// `cosign-vuln`: what `cosign attest --type vuln` and `assay attest --type vuln` sign. It says
/// when it was scanned, and so differs from run to run; where the user gives a date, that is the
/// one. A document is about one artifact.
public final class CosignVulnWriter implements ReportWriter {
  /// The word after `--format`.
  public static final String FORMAT = "cosign-vuln";

  private final ReportOptions options;

  /// A writer with the user's wishes.
  public CosignVulnWriter(ReportOptions options) {
    this.options = options;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  /// An artifact that could not be scanned has no predicate; the exit code and standard error tell.
  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    for (ScanResult result : results) {
      if (result instanceof Report report) {
        out.write(VulnPredicate.of(report, options).write(invocation(report)));
        out.write('\n');
      }
    }
    out.flush();
  }

  private VulnPredicate.Invocation invocation(Report report) {
    if (options.date().isPresent()) {
      Instant said = options.date().get();
      return new VulnPredicate.Invocation(said, said, "", "", "");
    }
    long millis = report.receipt().stages().stream().mapToLong(Receipt.Stage::millis).sum();
    Instant now = Instant.now();
    return new VulnPredicate.Invocation(now.minusMillis(millis), now, "", "", "");
  }
}
