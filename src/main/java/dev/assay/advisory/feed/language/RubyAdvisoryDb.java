package dev.assay.advisory.feed.language;

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
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import dev.assay.version.Gem;
import dev.assay.version.Requirement;
import dev.assay.version.VersionSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gems, a YAML file each below `gems/GEM/`: what neither `patched_versions` nor
/// `unaffected_versions` allows is vulnerable. Interpreters, below `rubies/`, are no gems.
///
/// Source: <https://github.com/rubysec/ruby-advisory-db#yaml-schema>
public final class RubyAdvisoryDb implements Feed {
  private static final Ecosystem GEM = new Ecosystem("gem", "");
  private static final Pattern FILE = Pattern.compile("(?:.*/)?gems/[^/]+/([^/]+)\\.yml");

  @Override
  public Facts facts() {
    return new Facts(
        "ruby-advisory-db",
        "Ruby gems",
        "public domain",
        List.of("https://github.com/rubysec/ruby-advisory-db/archive/refs/heads/master.tar.gz"),
        DataSources.RUBY);
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
    new Documents(DataSources.RUBY, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, advisory) -> {
              Matcher name = FILE.matcher(file);
              if (name.matches()) {
                advisory(name.group(1), advisory, sink);
              }
            });
  }

  private static void advisory(String stem, Json json, FeedSink sink) throws IOException {
    sink.record(Words.time(json.text("date")));
    String gem = json.text("gem");
    if (gem.isEmpty()) {
      throw new InputFailure("it names no gem");
    }
    List<String> safe = new ArrayList<>(json.texts("patched_versions"));
    safe.addAll(json.texts("unaffected_versions"));
    VersionSet affected = Requirements.allBut(new Gem(), Requirement.gem(), safe);
    String platform = json.text("platform");
    new PackageReport(
            DataSources.RUBY,
            vulnerability("RUBYSEC-" + gem + "-" + stem, json),
            List.of(),
            platform.isEmpty() ? "" : "platform " + Words.shown(platform))
        .tell(List.of(new Affected(GEM, gem, Requirements.ranges(affected))), sink);
  }

  private static Vulnerability vulnerability(String id, Json json) {
    List<String> aliases = new ArrayList<>();
    aliases.add(json.text("cve").isEmpty() ? "" : "CVE-" + json.text("cve"));
    aliases.add(json.text("ghsa").isEmpty() ? "" : "GHSA-" + json.text("ghsa"));
    List<String> references = new ArrayList<>(List.of(json.text("url")));
    references.addAll(json.at("related").texts("url"));
    return new VulnerabilityBuilder(id)
        .aliases(aliases)
        .title(json.text("title"))
        .description(json.text("description"))
        .references(references)
        .rating(
            Ratings.ofScores(
                DataSources.RUBY.id(),
                List.of(json.text("cvss_v3"), json.text("cvss_v4")),
                json.text("cvss_v2")))
        .published(Words.time(json.text("date")))
        .modified(Words.time(json.text("date")))
        .build();
  }
}
