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
import dev.assay.version.Requirement;
import dev.assay.version.SemVer;
import dev.assay.version.VersionSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Hex packages, a YAML file each below `packages/PACKAGE/`: what neither `patched_versions` nor
/// `unaffected_versions` allows is vulnerable.
///
/// Source: <https://github.com/dependabot/elixir-security-advisories#contributing>
public final class ElixirAdvisories implements Feed {
  private static final Ecosystem HEX = new Ecosystem("hex", "");
  private static final Pattern FILE = Pattern.compile("(?:.*/)?packages/[^/]+/[^/]+\\.ya?ml");

  @Override
  public Facts facts() {
    return new Facts(
        "elixir",
        "Hex packages to 2022",
        "CC0-1.0",
        List.of(
            "https://github.com/dependabot/elixir-security-advisories/archive/refs/heads/master.tar.gz"),
        DataSources.ELIXIR);
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
    new Documents(DataSources.ELIXIR, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, advisory) -> advisory(advisory, sink));
  }

  private static void advisory(Json json, FeedSink sink) throws IOException {
    sink.record(Words.time(json.text("disclosure_date")));
    String name = json.text("package");
    if (name.isEmpty() || (json.text("cve").isEmpty() && json.text("id").isEmpty())) {
      throw new InputFailure("it names no package, or has no id");
    }
    List<String> safe = new ArrayList<>(json.texts("patched_versions"));
    safe.addAll(json.texts("unaffected_versions"));
    VersionSet affected = Requirements.allBut(new SemVer(), Requirement.hex(), safe);
    new PackageReport(DataSources.ELIXIR, vulnerability(json))
        .tell(List.of(new Affected(HEX, name, Requirements.ranges(affected))), sink);
  }

  private static Vulnerability vulnerability(Json json) {
    String cve = json.text("cve");
    return new VulnerabilityBuilder(cve.isEmpty() ? "ELIXIR-" + json.text("id") : "CVE-" + cve)
        .title(json.text("title"))
        .description(json.text("description"))
        .references(List.of(json.text("link")))
        .published(Words.time(json.text("disclosure_date")))
        .modified(Words.time(json.text("disclosure_date")))
        .build();
  }
}
