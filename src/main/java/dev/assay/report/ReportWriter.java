package dev.assay.report;

import dev.assay.model.ScanResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes results in one format. The same results give the same bytes.
public interface ReportWriter {
  /// The word after `--format`.
  String format();

  /// Writes them all.
  ///
  /// @param results one for each artifact, in the order asked for; never empty
  /// @param out stays open
  /// @throws IOException where the bytes cannot be written
  void write(List<ScanResult> results, OutputStream out) throws IOException;
}
