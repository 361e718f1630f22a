package dev.assay.advisory.feed.language;

import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.PackageReport;
import dev.assay.advisory.feed.PackageReport.Affected;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import dev.assay.version.Requirement;
import dev.assay.version.VersionSet;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/// npm packages to 2020, a JSON file each below `vuln/npm/`: `vulnerable_versions` and
/// `patched_versions` are ranges as npm writes them. Node.js itself, below `vuln/core/`, is no
/// package of npm.
///
/// Source: <https://github.com/nodejs/security-wg/tree/main/vuln>
public final class NodeSecurityWg implements Feed {
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final Requirement LANGUAGE = Requirement.npm();
  private static final Pattern FILE = Pattern.compile("(?:.*/)?npm/[0-9]+\\.json");
  private static final Pattern CORE = Pattern.compile("(?:.*/)?core/[0-9]+\\.json");

  @Override
  public Facts facts() {
    return new Facts(
        "nodejs-security-wg",
        "npm packages to 2020",
        "MIT",
        List.of("https://github.com/nodejs/security-wg/archive/refs/heads/main.tar.gz"),
        DataSources.NODEJS);
  }

  @Override
  public boolean wants(String file) {
    return FILE.matcher(file).matches() || Documents.isArchive(file);
  }

  @Override
  public boolean wantsInstead(String file) {
    return Documents.isConverted(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    Documents documents = new Documents(DataSources.NODEJS, sink);
    documents.forEach(
        input,
        file -> FILE.matcher(file).matches() || CORE.matcher(file).matches(),
        (file, advisory) -> {
          String vector = advisory.text("cvss_vector");
          if (!vector.isEmpty() && documents.scores().of(vector).isEmpty()) {
            sink.gap(new Gap(file, 0, "it has the vector `" + Words.shown(vector) + "`"));
          }
          if (CORE.matcher(file).matches()) {
            sink.skip("Node.js itself");
          } else {
            advisory(advisory, documents.scores(), sink);
          }
        });
  }

  private static void advisory(Json json, CvssScores scores, FeedSink sink) throws IOException {
    sink.record(Words.time(json.text("updated_at")));
    String name = json.text("module_name");
    String number = json.at("id").whole().map(String::valueOf).orElse("");
    if (name.isEmpty() || number.isEmpty()) {
      throw new InputFailure("it names no package, or has no id");
    }
    VersionSet affected = LANGUAGE.read(json.text("vulnerable_versions"));
    List<AffectedRange> ranges =
        Requirements.withFixes(affected, fixes(json.text("patched_versions")));
    String id = "NSWG-ECO-" + number;
    List<String> cves = json.texts("cves").stream().filter(Words::isCve).distinct().toList();
    if (cves.size() < 2) {
      new PackageReport(DataSources.NODEJS, vulnerability(id, cves, json, scores))
          .tell(List.of(new Affected(NPM, name, ranges)), sink);
      return;
    }
    for (String cve : cves) {
      Vulnerability one = vulnerability(cve, List.of(), json, scores);
      new PackageReport(DataSources.NODEJS, one, List.of(id), "")
          .tell(List.of(new Affected(NPM, name, ranges)), sink);
    }
  }

  /// The first patched version of each branch; a text that nobody can read names none.
  private static List<String> fixes(String patched) {
    if (patched.isBlank()) {
      return List.of();
    }
    try {
      return LANGUAGE.read(patched).ranges().stream()
          .filter(range -> !range.excludesIntroduced())
          .map(AffectedRange::introduced)
          .filter(introduced -> !introduced.isEmpty())
          .toList();
    } catch (InputFailure e) {
      return List.of();
    }
  }

  private static Vulnerability vulnerability(
      String id, List<String> aliases, Json json, CvssScores scores) {
    List<Cvss> vectors = scores.of(json.text("cvss_vector")).stream().toList();
    return new VulnerabilityBuilder(id)
        .aliases(aliases)
        .title(json.text("title"))
        .description(json.text("overview"))
        .references(json.texts("references"))
        .rating(Ratings.of(DataSources.NODEJS.id(), vectors, Severity.UNKNOWN))
        .published(Words.time(json.text("publish_date")))
        .modified(Words.time(json.text("updated_at")))
        .build();
  }
}
