package dev.assay.report;

import dev.assay.model.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes reports in one format. The same reports give the same bytes.
public interface ReportWriter {
  /// The word after `--format`.
  String format();

  /// Writes them all.
  ///
  /// @param reports one for each artifact, in the order asked for; never empty
  /// @param out stays open
  /// @throws IOException where the bytes cannot be written
  void write(List<Report> reports, OutputStream out) throws IOException;
}
