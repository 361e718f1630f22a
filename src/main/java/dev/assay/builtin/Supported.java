package dev.assay.builtin;

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
    page.append(
        "Installed packages and programs count in `image`, `ecr` and `rootfs`, lock files and\n");
    page.append(
        "manifests in `fs` and `repo`. Tree: whether it says who needs what. Advisories: the\n");
    page.append("version rules they are compared by.\n\n");
    page.append("| packages | installed | lock file | binary | tree | advisories |\n");
    page.append("|---|---|---|---|---|---|\n");
    SupportedPackages.rows().forEach(row -> page.append(row.line()));
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
