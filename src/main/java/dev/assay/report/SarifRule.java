package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Cvss;
import dev.assay.model.Finding;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A vulnerability as a rule of a SARIF run.
///
/// @param finding the worst one of that vulnerability
/// @param cvss the CVSS 3 vector of the source whose severity counts
record SarifRule(Finding finding, Optional<Cvss> cvss) {
  private static final int MAX_SHORT = 1_000;
  private static final int MAX_HELP = 8_000;

  static SarifRule of(Finding finding) {
    Optional<Cvss> cvss =
        finding.vulnerability().ratings().stream()
            .filter(rating -> rating.source().equals(finding.severitySource()))
            .map(Rating::vectors)
            .flatMap(List::stream)
            .filter(vector -> vector.version().startsWith("3") && vector.score() > 0)
            .max(Comparator.comparing(Cvss::version).thenComparing(Cvss::vector));
    return new SarifRule(finding, cvss);
  }

  /// Of two rules for the same vulnerability, the one that rates it higher; the first one where
  /// they are equal.
  static SarifRule worse(SarifRule a, SarifRule b) {
    return b.score() > a.score() ? b : a;
  }

  /// The word of SARIF for a severity.
  static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, UNKNOWN -> "note";
    };
  }

  private double score() {
    return cvss.map(Cvss::score)
        .orElseGet(() ->
            switch (finding.severity()) {
              case CRITICAL -> 9.5;
              case HIGH -> 8.0;
              case MEDIUM -> 5.5;
              case LOW -> 2.0;
              case UNKNOWN -> 0.0;
            });
  }

  void write(JsonOutput json) {
    Vulnerability v = finding.vulnerability();
    boolean isSystem = finding.placed().component().type().isSystem();
    String title = v.title().isBlank() ? v.id() : v.title();
    String description = v.description().isBlank() ? title : v.description();
    json.put("id", SarifText.cut(v.id(), MAX_SHORT));
    json.put("name", isSystem ? "OsPackageVulnerability" : "LanguageSpecificPackageVulnerability");
    text(json, "shortDescription", title);
    text(json, "fullDescription", description);
    json.object("defaultConfiguration", () -> json.put("level", level(finding.severity())));
    json.putAny("helpUri", Links.primary(v));
    json.object("help", () -> help(json, v, description));
    json.object("properties", () -> properties(json));
  }

  private static void text(JsonOutput json, String name, String text) {
    json.object(name, () -> json.put("text", SarifText.cut(text, MAX_SHORT)));
  }

  private void help(JsonOutput json, Vulnerability v, String description) {
    String link = Links.primary(v);
    String cut = SarifText.cut(description, MAX_HELP);
    json.put(
        "text",
        SarifText.message(v.id() + "\nSeverity: " + finding.severity())
            + (link.isEmpty() ? "" : "\nLink: " + link)
            + "\n"
            + SarifText.message(cut));
    String id = SarifText.markdown(v.id());
    json.put(
        "markdown",
        "**"
            + id
            + "**\n\n| Severity | Link |\n| --- | --- |\n| "
            + finding.severity()
            + " | "
            + (link.isEmpty() ? "" : "[" + id + "](" + link + ")")
            + " |\n\n"
            + SarifText.markdown(cut));
  }

  private void properties(JsonOutput json) {
    json.put("precision", "very-high");
    json.put("security-severity", String.format(Locale.ROOT, "%.1f", score()));
    cvss.ifPresent(vector -> {
      json.put("cvssv3_baseScore", vector.score());
      json.put("cvssv3_vector", vector.vector());
    });
    json.put("tags", List.of("vulnerability", "security", finding.severity().name()));
  }
}
