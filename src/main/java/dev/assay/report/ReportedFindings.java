package dev.assay.report;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Finding;
import dev.assay.model.Placed;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Suppressed;
import dev.assay.model.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The vulnerabilities of a report, result by result.
final class ReportedFindings {
  private final ReportedPackages packages;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();

  ReportedFindings(ReportedPackages packages) {
    this.packages = packages;
  }

  /// Takes what one result says, whose packages were read just now.
  void read(ReportPart result) {
    for (ReportPart one : result.list("Vulnerabilities")) {
      findings.add(finding(result, one.object()));
    }
    for (ReportPart one : result.list("ExperimentalModifiedFindings")) {
      if (one.object().text("Type").equals("vulnerability")) {
        suppressed.add(
            new Suppressed(
                finding(result, one.at("Finding").object()),
                one.text("Status"),
                one.text("Statement"),
                one.text("Source")));
      }
    }
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  List<Suppressed> suppressed() {
    return List.copyOf(suppressed);
  }

  private Finding finding(ReportPart result, ReportPart one) {
    Placed placed = packages.of(result, one);
    return new Finding(
        placed,
        vulnerability(one),
        advisories(one, placed),
        one.text("Rule"),
        one.text("FixedVersion"),
        one.word("Status", Status.class, Status.UNKNOWN),
        one.word("Severity", Severity.class, Severity.UNKNOWN),
        one.text("SeveritySource"));
  }

  private static Vulnerability vulnerability(ReportPart one) {
    String id = one.text("VulnerabilityID");
    if (id.isEmpty()) {
      throw one.at("VulnerabilityID").failure("is missing");
    }
    return new Vulnerability(
        id,
        one.texts("Aliases"),
        one.text("Title"),
        one.text("Description"),
        one.texts("References"),
        one.texts("CweIDs"),
        ratings(one),
        one.time("PublishedDate"),
        one.time("LastModifiedDate"),
        one.text("ExploitedSince"),
        one.number("EPSS"));
  }

  private static List<Rating> ratings(ReportPart one) {
    Map<String, Rating> ratings = new TreeMap<>();
    one.members("VendorSeverity")
        .forEach((source, _) ->
            ratings.put(source, new Rating(source, severity(one, source), List.of())));
    one.members("CVSS")
        .forEach((source, scores) -> {
          Severity severity =
              Optional.ofNullable(ratings.get(source))
                  .map(Rating::severity)
                  .orElse(Severity.UNKNOWN);
          ratings.put(source, new Rating(source, severity, vectors(scores.object())));
        });
    return List.copyOf(ratings.values());
  }

  /// Trivy's number from 0 to 4.
  private static Severity severity(ReportPart one, String source) {
    ReportPart severities = one.at("VendorSeverity");
    return switch ((int) Math.min(severities.count(source), Integer.MAX_VALUE)) {
      case 0 -> Severity.UNKNOWN;
      case 1 -> Severity.LOW;
      case 2 -> Severity.MEDIUM;
      case 3 -> Severity.HIGH;
      case 4 -> Severity.CRITICAL;
      default -> throw severities.at(source).failure("is no severity");
    };
  }

  private static List<Cvss> vectors(ReportPart scores) {
    List<Cvss> vectors = new ArrayList<>();
    vector(scores, "V2", "2.0").ifPresent(vectors::add);
    boolean isFirst = scores.text("V3Vector").startsWith("CVSS:3.0/");
    vector(scores, "V3", isFirst ? "3.0" : "3.1").ifPresent(vectors::add);
    vector(scores, "V40", "4.0").ifPresent(vectors::add);
    return vectors;
  }

  private static Optional<Cvss> vector(ReportPart scores, String column, String version) {
    String vector = scores.text(column + "Vector");
    Optional<Double> score = scores.number(column + "Score");
    if (score.filter(s -> s < 0 || s > 10).isPresent()) {
      throw scores.at(column + "Score").failure("is not between 0 and 10");
    }
    return vector.isEmpty() && score.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cvss(version, vector, score.orElse(0.0)));
  }

  /// Trivy says only whose word it is.
  private static List<Advisory> advisories(ReportPart one, Placed placed) {
    List<ReportPart> given = one.list("Advisories");
    if (given.isEmpty() && !one.at("DataSource").object().isAbsent()) {
      return List.of(
          new Advisory(
              one.text("VulnerabilityID"),
              List.of(),
              one.texts("VendorIDs"),
              source(one.at("DataSource")),
              placed.component().advisoryName(),
              List.of(),
              List.of(),
              one.word("Status", Status.class, Status.UNKNOWN),
              Severity.UNKNOWN,
              ""));
    }
    List<Advisory> advisories = new ArrayList<>();
    for (ReportPart advisory : given) {
      // All notices stand together in a report.
      List<String> notices = advisories.isEmpty() ? one.texts("VendorIDs") : List.of();
      advisories.add(advisory(advisory.object(), notices, placed));
    }
    return advisories;
  }

  private static Advisory advisory(ReportPart one, List<String> notices, Placed placed) {
    return new Advisory(
        one.text("ID"),
        List.of(),
        notices,
        source(one.at("DataSource").object()),
        one.text("PkgName"),
        one.list("Ranges").stream().map(range -> range(range.object())).toList(),
        one.isOn("ListsVersion") ? List.of(placed.component().version()) : List.of(),
        one.word("Status", Status.class, Status.UNKNOWN),
        one.word("Severity", Severity.class, Severity.UNKNOWN),
        one.text("Note"));
  }

  private static DataSource source(ReportPart source) {
    return new DataSource(source.text("ID"), source.text("Name"), source.text("URL"));
  }

  private static AffectedRange range(ReportPart range) {
    String after = range.text("After");
    return new AffectedRange(
        after.isEmpty() ? range.text("Introduced") : after,
        range.text("Fixed"),
        range.text("LastAffected"),
        !after.isEmpty());
  }
}
