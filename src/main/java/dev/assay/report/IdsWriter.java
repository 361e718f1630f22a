package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Finding;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeSet;

/// `ids`: a line `ID<TAB>purl` for each finding of all reports, sorted, none twice: what two scans
/// are compared by. It has no place for an artifact that could not be scanned: the exit code and
/// standard error tell.
public final class IdsWriter implements ReportWriter {
  @Override
  public String format() {
    return "ids";
  }

  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    for (ScanResult result : results) {
      if (result instanceof Report report) {
        report.findings().forEach(finding -> lines.add(line(finding, report)));
      }
    }
    for (String line : lines) {
      out.write((line + "\n").getBytes(UTF_8));
    }
    out.flush();
  }

  private static String line(Finding finding, Report report) {
    String purl = Identity.purl(finding.placed().component(), report.inventory().operatingSystem());
    return TerminalText.line(finding.vulnerability().id()) + "\t" + TerminalText.line(purl);
  }
}
