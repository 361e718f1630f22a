package dev.assay.report;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Component;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Finding;
import dev.assay.model.KeyOrder;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Rating;
import dev.assay.model.Report;
import dev.assay.model.Severity;
import dev.assay.model.Suppressed;
import dev.assay.model.Vulnerability;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The `Results` of a JSON report, one target at a time.
final class JsonResults {
  private final JsonOutput json;
  private final Optional<OperatingSystem> system;
  private final ReportOptions options;
  private final String artifactId;
  private final JsonPackages packages;

  JsonResults(JsonOutput json, Report report, ReportOptions options, String artifactId) {
    this.json = json;
    this.system = report.inventory().operatingSystem();
    this.options = options;
    this.artifactId = artifactId;
    this.packages = new JsonPackages(json, system);
  }

  void write(Target target) {
    json.object(() -> {
      json.put("Target", target.name());
      json.put("Class", target.kind().word());
      json.put("Type", target.type());
      if (options.listAllPackages()) {
        json.arrayOfMany(
            "Packages", target.components(), part -> new JsonPackages(part, system)::write);
      }
      json.arrayOfAny(
          "Vulnerabilities",
          target.findings(),
          finding -> json.object(() -> finding(target, finding)));
      if (options.showSuppressed()) {
        json.arrayOfAny(
            "ExperimentalModifiedFindings",
            target.suppressed(),
            suppressed -> suppressed(target, suppressed));
      }
    });
  }

  private void suppressed(Target target, Suppressed suppressed) {
    json.object(() -> {
      json.put("Type", "vulnerability");
      json.put("Status", suppressed.status());
      json.putAny("Statement", suppressed.statement());
      json.putAny("Source", suppressed.source());
      json.object("Finding", () -> finding(target, suppressed.finding()));
    });
  }

  private void finding(Target target, Finding finding) {
    Component c = finding.placed().component();
    Vulnerability v = finding.vulnerability();
    json.put("VulnerabilityID", v.id());
    json.putAny("Aliases", v.aliases());
    json.putAny("VendorIDs", vendorIds(finding));
    json.put("PkgID", c.id());
    json.put("PkgName", c.name());
    if (!c.type().isSystem()) {
      json.putAny("PkgPath", c.path());
    }
    packages.identifier("PkgIdentifier", c);
    json.put("InstalledVersion", c.version());
    json.putAny("FixedVersion", finding.fixedVersion());
    json.put("Status", finding.status().word());
    packages.layer(finding.placed());
    json.putAny("SeveritySource", finding.severitySource());
    json.putAny("PrimaryURL", Links.primary(v));
    finding.advisories().stream()
        .findFirst()
        .ifPresent(first -> dataSource("DataSource", first.source()));
    json.put("Fingerprint", Identity.ofFinding(artifactId, target.name(), finding));
    json.putAny("Title", v.title());
    json.putAny("Description", v.description());
    json.put("Severity", finding.severity().name());
    json.putAny("CweIDs", v.cweIds());
    ratings(v.ratings());
    json.putAny("References", v.references());
    v.published().ifPresent(time -> json.put("PublishedDate", time.toString()));
    v.modified().ifPresent(time -> json.put("LastModifiedDate", time.toString()));
    json.putAny("ExploitedSince", v.exploitedSince());
    v.epss().ifPresent(epss -> json.put("EPSS", epss));
    json.putAny("Rule", finding.rule());
    json.arrayOfAny("Advisories", finding.advisories(), advisory -> advisory(c, advisory));
  }

  private static List<String> vendorIds(Finding finding) {
    return finding.advisories().stream().flatMap(a -> a.vendorIds().stream()).distinct().toList();
  }

  private void dataSource(String name, DataSource source) {
    json.object(
        name,
        () -> {
          json.put("ID", source.id());
          json.putAny("Name", source.name());
          json.putAny("URL", source.url());
        });
  }

  /// A source that rates twice is heard once: a member's name may not stand twice in an object.
  private void ratings(List<Rating> ratings) {
    Map<String, Rating> bySource = new TreeMap<>();
    ratings.forEach(rating -> bySource.putIfAbsent(rating.source(), rating));
    if (bySource.isEmpty()) {
      return;
    }
    json.object(
        "VendorSeverity",
        () -> bySource.forEach((source, r) -> json.put(source, number(r.severity()))));
    bySource.values().removeIf(rating -> rating.vectors().isEmpty());
    if (!bySource.isEmpty()) {
      json.object(
          "CVSS",
          () -> bySource.forEach((source, r) -> json.object(source, () -> cvss(r.vectors()))));
    }
  }

  private static int number(Severity severity) {
    return switch (severity) {
      case UNKNOWN -> 0;
      case LOW -> 1;
      case MEDIUM -> 2;
      case HIGH -> 3;
      case CRITICAL -> 4;
    };
  }

  /// All vectors stand before all scores, as in Trivy's reports.
  private void cvss(List<Cvss> vectors) {
    for (CvssColumn column : CvssColumn.values()) {
      column.of(vectors).ifPresent(cvss -> json.put(column.vector, cvss.vector()));
    }
    for (CvssColumn column : CvssColumn.values()) {
      column.of(vectors).ifPresent(cvss -> json.put(column.score, cvss.score()));
    }
  }

  /// The generations of CVSS that Trivy keeps apart.
  private enum CvssColumn {
    V2("2", "V2Vector", "V2Score"),
    V3("3", "V3Vector", "V3Score"),
    V4("4", "V40Vector", "V40Score");

    private final String generation;
    private final String vector;
    private final String score;

    CvssColumn(String generation, String vector, String score) {
      this.generation = generation;
      this.vector = vector;
      this.score = score;
    }

    /// Of 3.0 and 3.1 the later one counts.
    private Optional<Cvss> of(List<Cvss> vectors) {
      return vectors.stream()
          .filter(cvss -> cvss.version().startsWith(generation))
          .max(KeyOrder.by(Cvss::version));
    }
  }

  private void advisory(Component component, Advisory advisory) {
    json.object(() -> {
      json.put("ID", advisory.id());
      dataSource("DataSource", advisory.source());
      json.put("PkgName", advisory.packageName());
      json.put("Status", advisory.status().word());
      json.put("Severity", advisory.severity().name());
      json.arrayOfAny("Ranges", advisory.ranges(), this::range);
      // A list of versions can be long; what matters is whether the installed one is on it.
      json.putAny("ListsVersion", advisory.versions().contains(component.version()));
      json.putAny("Note", advisory.note());
    });
  }

  private void range(AffectedRange range) {
    json.object(() -> {
      json.putAny(range.excludesIntroduced() ? "After" : "Introduced", range.introduced());
      json.putAny("Fixed", range.fixed());
      json.putAny("LastAffected", range.lastAffected());
    });
  }
}
