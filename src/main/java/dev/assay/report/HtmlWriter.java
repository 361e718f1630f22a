package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Layer;
import dev.assay.model.Report;
import dev.assay.model.ScanResult;
import dev.assay.model.Severity;
import dev.assay.model.Suppressed;
import dev.assay.model.Unscanned;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `html`: one page for people, to be kept with a build or sent around. It has no scripts, loads
/// nothing, and forbids both to whoever shows it; all text is escaped, as images and feeds may hold
/// any. It is XML too. Like JSON it does not say what the scan cost: the same image, database,
/// flags and grade of evidence give the same bytes.
public final class HtmlWriter implements ReportWriter {
  private static final int MAX_CELL = 2_000;
  private static final int TITLE_WORDS = 40;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="referrer" content="no-referrer"/>
      <title>TITLE</title>
      <style>
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 100em; padding: 0 1em; }
      body { color: #1b1f24; background: #fff; }
      table { border-collapse: collapse; width: 100%; margin: .5em 0 1.5em; }
      th, td { border: 1px solid #d0d7de; padding: .3em .6em; text-align: left; vertical-align: top; }
      td { overflow-wrap: anywhere; }
      th { background: #f6f8fa; }
      td small { color: #57606a; display: block; }
      .severity { font-weight: 600; white-space: nowrap; }
      .critical { color: #a40e26; } .high { color: #bc4c00; } .medium { color: #7d4e00; }
      .low { color: #0550ae; } .unknown { color: #57606a; }
      @media (prefers-color-scheme: dark) {
      body { color: #e6edf3; background: #0d1117; } th { background: #161b22; } a { color: #79c0ff; }
      th, td { border-color: #30363d; } td small { color: #9198a1; }
      .critical { color: #ff8182; } .high { color: #fb8f44; } .medium { color: #eac54f; }
      .low { color: #79c0ff; } .unknown { color: #9198a1; }
      }
      </style>
      </head>
      <body>
      """;

  private final ReportOptions options;

  /// A writer with the user's wishes.
  public HtmlWriter(ReportOptions options) {
    this.options = options;
  }

  @Override
  public String format() {
    return "html";
  }

  @Override
  public void write(List<ScanResult> results, OutputStream out) throws IOException {
    String title =
        results.size() == 1
            ? "Vulnerabilities of " + escaped(results.getFirst().artifactName())
            : "Vulnerabilities of " + results.size() + " artifacts";
    out.write(HEAD.replace("TITLE", title).getBytes(UTF_8));
    for (ScanResult result : results) {
      StringBuilder part = new StringBuilder();
      switch (result) {
        case Report report -> report(part, report);
        case Unscanned unscanned -> unscanned(part, unscanned);
      }
      out.write(part.toString().getBytes(UTF_8));
    }
    out.write("</body>\n</html>\n".getBytes(UTF_8));
    out.flush();
  }

  private static void unscanned(StringBuilder out, Unscanned unscanned) {
    element(out, "h1", unscanned.artifactName() + " (not scanned)");
    element(out, "p", "Error: " + unscanned.problem());
    if (!unscanned.hint().isEmpty()) {
      element(out, "p", "Hint: " + unscanned.hint());
    }
  }

  private void report(StringBuilder out, Report report) {
    element(out, "h1", report.artifactName());
    report.image().ifPresent(image -> element(out, "p", String.join(", ", image.repoDigests())));
    element(out, "p", "Total: " + counts(report.findings()));
    for (Target target : Target.of(report)) {
      if (target.kind() == Target.Kind.OS_PACKAGES || !target.findings().isEmpty()) {
        findings(out, target);
      }
      if (options.showSuppressed() && !target.suppressed().isEmpty()) {
        suppressed(out, target);
      }
    }
    List<Gap> gaps = report.inventory().gaps();
    if (!gaps.isEmpty()) {
      element(out, "h2", "Not looked at (" + gaps.size() + ")");
      list(out, gaps.stream().map(Gap::toString).toList());
    }
    if (!report.notices().isEmpty()) {
      element(out, "h2", "Notices");
      list(out, report.notices());
    }
    String grade = report.evidence().map(e -> "evidence: " + e.grade().word() + ", ").orElse("");
    element(out, "p", grade + ReceiptLine.database(report.database()));
  }

  private static String counts(List<Finding> findings) {
    return findings.size() + " (" + TableWriter.counts(findings) + ")";
  }

  private static void list(StringBuilder out, List<String> lines) {
    out.append("<ul>\n");
    lines.forEach(line -> element(out, "li", line));
    out.append("</ul>\n");
  }

  private static void findings(StringBuilder out, Target target) {
    element(out, "h2", target.name());
    element(out, "p", "Total: " + counts(target.findings()));
    if (target.findings().isEmpty()) {
      return;
    }
    heads(
        out, "Package", "Vulnerability", "Severity", "Status", "Installed", "Fixed", "What it is");
    for (Finding finding : target.findings()) {
      out.append("<tr>");
      component(out, finding);
      vulnerability(out, finding.vulnerability());
      severity(out, finding.severity());
      element(out, "td", finding.status().word());
      element(out, "td", finding.placed().component().version());
      element(out, "td", finding.fixedVersion());
      element(out, "td", title(finding.vulnerability()));
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n");
  }

  private static void suppressed(StringBuilder out, Target target) {
    element(out, "h2", "Suppressed in " + target.name() + " (" + target.suppressed().size() + ")");
    heads(out, "Package", "Vulnerability", "Severity", "Status", "Statement", "Source");
    for (Suppressed suppressed : target.suppressed()) {
      out.append("<tr>");
      component(out, suppressed.finding());
      vulnerability(out, suppressed.finding().vulnerability());
      severity(out, suppressed.finding().severity());
      element(out, "td", suppressed.status());
      element(out, "td", suppressed.statement());
      element(out, "td", suppressed.source());
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n");
  }

  private static void heads(StringBuilder out, String... heads) {
    out.append("<table>\n<thead><tr>");
    for (String head : heads) {
      element(out, "th", head);
    }
    out.append("</tr></thead>\n<tbody>\n");
  }

  /// With its place and the instruction that brought it.
  private static void component(StringBuilder out, Finding finding) {
    Component component = finding.placed().component();
    out.append("<td>").append(escaped(component.name()));
    small(out, component.path());
    Optional<Layer> layer = finding.placed().layer();
    layer.ifPresent(brought -> small(out, brought.createdBy()));
    out.append("</td>");
  }

  private static void vulnerability(StringBuilder out, Vulnerability vulnerability) {
    String page = Links.primary(vulnerability);
    String id = escaped(vulnerability.id());
    out.append("<td>");
    if (page.isEmpty()) {
      out.append(id);
    } else {
      out.append("<a rel=\"noopener noreferrer\" href=\"").append(escaped(page)).append("\">");
      out.append(id).append("</a>");
    }
    if (!vulnerability.exploitedSince().isEmpty()) {
      small(out, "exploited since " + vulnerability.exploitedSince());
    }
    out.append("</td>");
  }

  private static void severity(StringBuilder out, Severity severity) {
    out.append("<td class=\"severity ")
        .append(severity.name().toLowerCase(Locale.ROOT))
        .append("\">")
        .append(severity.name())
        .append("</td>");
  }

  private static void small(StringBuilder out, String text) {
    if (!text.isBlank()) {
      element(out, "small", text);
    }
  }

  private static String title(Vulnerability v) {
    String text = v.title().isBlank() ? v.description() : v.title();
    String line = TerminalText.line(SarifText.cut(text, MAX_CELL)).strip();
    return TerminalText.firstWords(line, TITLE_WORDS);
  }

  private static void element(StringBuilder out, String name, String text) {
    out.append('<').append(name).append('>');
    out.append(escaped(text)).append("</").append(name).append('>');
    if (!name.startsWith("t") && !name.equals("small")) {
      out.append('\n');
    }
  }

  /// Text for between tags or quotes. Nobody reads a cell of a megabyte: it is cut.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    TerminalText.line(SarifText.cut(text, MAX_CELL))
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            // Neither is a character, in XML or anywhere.
            case 0xfffe, 0xffff -> escaped.append('\ufffd');
            default -> escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }
}
