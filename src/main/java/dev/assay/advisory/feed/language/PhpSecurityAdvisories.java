package dev.assay.advisory.feed.language;

import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.PackageReport;
import dev.assay.advisory.feed.PackageReport.Affected;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import dev.assay.version.Composer;
import dev.assay.version.Requirement;
import dev.assay.version.VersionScheme;
import dev.assay.version.VersionSet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Composer packages, a YAML file each below `VENDOR/PACKAGE/`: `reference` names the package, and
/// each of `branches` has constraints in `versions` that a vulnerable version meets all.
///
/// As in Composer, `>=2.0` begins with the development versions of 2.0, and `<2.0` ends before
/// them.
///
/// Source: <https://github.com/FriendsOfPHP/security-advisories#contributing>
public final class PhpSecurityAdvisories implements Feed {
  private static final Ecosystem COMPOSER = new Ecosystem("composer", "");
  private static final VersionScheme SCHEME = new Composer();
  private static final Requirement LANGUAGE = Requirement.comparing(SCHEME);
  private static final String REFERENCE = "composer://";
  private static final Pattern FILE = Pattern.compile("(?:.*/)?[^/]+/[^/]+/[^/.][^/]*\\.yaml");
  private static final Pattern WITH_DEV = Pattern.compile("(>=|<)\\s*v?[0-9]+(\\.[0-9]+){0,3}");

  @Override
  public Facts facts() {
    return new Facts(
        "php-security-advisories",
        "Composer packages",
        "Unlicense",
        List.of(
            "https://github.com/FriendsOfPHP/security-advisories/archive/refs/heads/master.tar.gz"),
        DataSources.PHP);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".yaml") || Documents.isArchive(file);
  }

  @Override
  public boolean wantsInstead(String file) {
    return Documents.isConverted(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    new Documents(DataSources.PHP, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, advisory) -> advisory(file, advisory, sink));
  }

  private static void advisory(String file, Json json, FeedSink sink) throws IOException {
    sink.record(Optional.empty());
    String reference = json.text("reference");
    if (!reference.startsWith(REFERENCE)) {
      throw new InputFailure("`" + Words.shown(reference) + "` is no package of Composer");
    }
    String name = reference.substring(REFERENCE.length());
    VersionSet affected = VersionSet.none(SCHEME);
    for (Json branch : json.at("branches").members().values()) {
      affected = affected.or(versions(branch.texts("versions")));
    }
    String stem = file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
    new PackageReport(
            DataSources.PHP, vulnerability("FOP-" + name.replace('/', '-') + "-" + stem, json))
        .tell(List.of(new Affected(COMPOSER, name, Requirements.ranges(affected))), sink);
  }

  private static VersionSet versions(List<String> constraints) {
    VersionSet met = constraints.isEmpty() ? VersionSet.none(SCHEME) : VersionSet.all(SCHEME);
    for (String constraint : constraints) {
      String text = constraint.strip();
      met = met.and(LANGUAGE.read(WITH_DEV.matcher(text).matches() ? text + "-dev" : text));
    }
    return met;
  }

  private static Vulnerability vulnerability(String id, Json json) {
    Optional<Instant> fixed =
        json.at("branches").members().values().stream()
            .flatMap(branch -> Words.time(branch.text("time").replace(' ', 'T')).stream())
            .min(Instant::compareTo);
    return new VulnerabilityBuilder(id)
        .aliases(List.of(json.text("cve")))
        .title(json.text("title"))
        .description(json.text("title"))
        .references(List.of(json.text("link")))
        .published(fixed)
        .build();
  }
}
