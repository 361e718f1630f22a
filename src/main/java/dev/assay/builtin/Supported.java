package dev.assay.builtin;

import dev.assay.advisory.feed.Feed;
import dev.assay.report.ReportWriter;
import dev.assay.version.VersionScheme;
import java.util.Comparator;
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
    notes(page);
    page.append("\n## Sources of advisories\n");
    page.append(
        "The names after `db build --source`; `assay db sources` says where each is. Proven:"
            + " run\n");
    page.append("over what upstream really published, and held against a count of its raw files\n");
    page.append("(`it/sources`). Else: written after the published schema.\n\n");
    page.append("| source | what | licence | proven |\n|---|---|---|---|\n");
    BuiltIns.feeds().stream()
        .sorted(Comparator.comparing(feed -> feed.facts().name()))
        .forEach(feed -> page.append(row(feed)));
    page.append("\n## Version schemes\n");
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

  /// What the table of packages has no room for.
  private static void notes(StringBuilder page) {
    page.append(
        "\n"
            + "A jar is known by Maven's metadata in it, else by the database's index of a"
            + " repository\n");
    page.append(
        "([database.md](database.md)), else guessed from manifest, classes and file name;\n");
    page.append("JSON reports say which.\n\n");
    page.append(
        "Kubernetes' own advisories speak of its releases. They are held against its programs\n");
    page.append(
        "(kubelet, kube-apiserver, ingress-nginx …) where a Go program tells its version, not\n");
    page.append(
        "against its libraries in other programs. Kubernetes' own builds leave the version out\n");
    page.append("of what Go records (`-trimpath`): then it is a gap.\n");
    page.append(
        "\n"
            + "Of Red Hat's streams (extended support, layered products), those speak of a package"
            + " whose\n");
    page.append(
        "repositories its image names; the main stream, where it names none. Which repository"
            + " is\n");
    page.append(
        "part of what is read from Red Hat's list (`redhat-repositories`), else from its name.\n");
  }

  private static String row(Feed feed) {
    Feed.Facts facts = feed.facts();
    String proven = feed.isProven() ? "yes" : "";
    return "| %s | %s | %s | %s |\n".formatted(facts.name(), facts.what(), facts.licence(), proven);
  }
}
