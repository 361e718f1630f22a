package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Finding;
import dev.assay.model.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeSet;

/// `ids`: a line `ID<TAB>purl` for each finding of all reports, sorted, none twice: what two scans
/// are compared by.
public final class IdsWriter implements ReportWriter {
  @Override
  public String format() {
    return "ids";
  }

  @Override
  public void write(List<Report> reports, OutputStream out) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    for (Report report : reports) {
      for (Finding finding : report.findings()) {
        String purl = Purls.of(finding.placed().component(), report.inventory().operatingSystem());
        lines.add(TerminalText.line(finding.vulnerability().id()) + "\t" + TerminalText.line(purl));
      }
    }
    for (String line : lines) {
      out.write((line + "\n").getBytes(UTF_8));
    }
    out.flush();
  }
}
