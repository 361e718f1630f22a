package dev.assay.builtin;

import dev.assay.analyze.Analyzer;
import dev.assay.report.ReportWriter;
import dev.assay.version.VersionScheme;
import java.util.stream.Collectors;

/// Writes `docs/supported.md` from the lists in `BuiltIns`, so that the page cannot lie.
public final class Supported {
  private Supported() {}

  /// The whole page.
  public static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# What Assay reads and writes\n\n");
    page.append("Generated from `BuiltIns`; a test holds it to the program.\n\n");
    page.append("## Package databases, packages and lock files\n");
    page.append("| analyzer | applies to |\n|---|---|\n");
    for (Analyzer analyzer : BuiltIns.analyzers()) {
      String scopes =
          analyzer.scopes().stream()
              .map(s -> s == Analyzer.Scope.INSTALLED ? "`image`, `ecr`, `rootfs`" : "`fs`")
              .collect(Collectors.joining(", "));
      page.append("| ").append(analyzer.name()).append(" | ").append(scopes).append(" |\n");
    }
    page.append("\n## Sources of advisories\n");
    page.append("The names after `db build --source`; `assay db sources` says more of each.\n\n");
    page.append(
        BuiltIns.feeds().stream()
            .map(feed -> feed.facts().name())
            .sorted()
            .collect(Collectors.joining(", ")));
    page.append("\n\n## Version schemes\n");
    page.append(
        BuiltIns.versionSchemes().stream()
            .map(VersionScheme::name)
            .sorted()
            .collect(Collectors.joining(", ")));
    page.append("\n\n## Output formats\n");
    page.append(
        BuiltIns.reportWriters().stream()
            .map(ReportWriter::format)
            .sorted()
            .collect(Collectors.joining(", ")));
    page.append("\n");
    return page.toString();
  }
}
