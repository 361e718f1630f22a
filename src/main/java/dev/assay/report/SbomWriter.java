package dev.assay.report;

import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.sbom.Bill;
import dev.assay.sbom.BillFormat;
import dev.assay.sbom.BillWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// `cyclonedx`, `spdx-json` and the other formats of bills of materials, by any of their names. A
/// document is about one artifact. CycloneDX has the vulnerabilities too, where they were looked
/// for.
public final class SbomWriter implements ReportWriter {
  private final String name;
  private final BillFormat format;
  private final ReportOptions options;

  private SbomWriter(String name, BillFormat format, ReportOptions options) {
    this.name = name;
    this.format = format;
    this.options = options;
  }

  /// One for each word that names a format.
  public static List<ReportWriter> all(ReportOptions options) {
    return BillFormat.WORDS.stream().flatMap(word -> of(word, options).stream()).toList();
  }

  /// The writer of a format by its word, or by a word with an edition: `cyclonedx-json@1.5`.
  public static Optional<ReportWriter> of(String name, ReportOptions options) {
    return BillFormat.of(name).map(format -> new SbomWriter(name, format, options));
  }

  @Override
  public String format() {
    return name;
  }

  /// An artifact that could not be scanned has no bill; the exit code and standard error tell.
  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    for (ScanResult result : results) {
      if (result instanceof Report report) {
        BillWriter.write(Bill.of(report, options.date(), options.version()), format, out);
      }
    }
    out.flush();
  }
}
