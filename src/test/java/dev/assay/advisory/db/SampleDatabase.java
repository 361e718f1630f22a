package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Databases with made-up content.
final class SampleDatabase {
  static final Ecosystem NPM = new Ecosystem("npm", "");
  static final Ecosystem MAVEN = new Ecosystem("maven", "");
  static final String SHA1 = "f59f9898f7c4d57b9abf5d42ba335104198fdb67";
  static final DataSource GHSA = new DataSource("ghsa", "GitHub", "https://example.org/ghsa");
  static final DataSource OTHER = new DataSource("other", "Other", "https://example.org/other");
  static final DataSource NVD = new DataSource("nvd", "NVD", "https://example.org/nvd");

  private SampleDatabase() {}

  static Manifest.Source source(String name, String content) {
    return new Manifest.Source(
        name,
        "",
        Digest.sha256(content.getBytes(UTF_8)),
        Optional.of(Instant.parse("2024-01-02T03:04:05Z")),
        Optional.empty(),
        1,
        0);
  }

  static Advisory advisory(String id, String packageName, String fixed) {
    return new Advisory(
        id,
        List.of("CVE-" + id),
        List.of("NOTICE-1"),
        GHSA,
        packageName,
        List.of(AffectedRange.before(fixed), new AffectedRange("3", "", "4", true)),
        List.of("9.9", "9.10"),
        Status.FIXED,
        Severity.HIGH,
        "a note");
  }

  static Vulnerability vulnerability(String id, List<String> aliases, String description) {
    return new Vulnerability(
        id,
        aliases,
        "title of " + id,
        description,
        List.of("https://example.org/" + id),
        List.of("CWE-79"),
        List.of(
            new Rating(
                "ghsa",
                Severity.CRITICAL,
                List.of(new Cvss("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)))),
        Optional.of(Instant.parse("1999-12-31T23:59:59Z")),
        Optional.empty(),
        "2024-01-01",
        Optional.of(0.123456));
  }

  /// A database of `packages` npm packages with an advisory each, all fixed in `fixed`.
  static Manifest write(Path root, int packages, String fixed) throws IOException {
    try (DatabaseWriter writer = DatabaseWriter.begin(root, Progress.SILENT)) {
      for (int i = 0; i < packages; i++) {
        writer.advisory(NPM, advisory("GHSA-" + i, "package-" + i, fixed));
      }
      writer.details(NPM, Details.of(GHSA, vulnerability("GHSA-1", List.of("CVE-1"), "long text")));
      writer.enrichment(Details.of(NVD, vulnerability("CVE-1", List.of(), "from nvd")));
      writer.identity(MAVEN, SHA1, new PublishedFile("org.example:leaf", "1.2"), OTHER);
      writer.endSource(source("sample", fixed + packages));
      return writer.finish(partition -> false);
    }
  }
}
