package dev.assay.cli;

import dev.assay.builtin.BuiltIns;
import dev.assay.report.ReportWriter;
import java.util.List;

/// The output formats of this version.
final class Formats {
  private Formats() {}

  /// Their words, sorted.
  static List<String> words() {
    return BuiltIns.reportWriters().stream().map(ReportWriter::format).sorted().toList();
  }
}
