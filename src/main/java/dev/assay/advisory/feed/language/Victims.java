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
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Maven and Python packages to 2020, a YAML file each below `java/YEAR/` and `python/YEAR/`:
/// `affected` lists packages with `version` and `fixedin`, which `VictimsVersions` explains.
///
/// Source: <https://github.com/victims/victims-cve-db#format>
public final class Victims implements Feed {
  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?(java|python)/[0-9]{4}/[^/]+\\.ya?ml");

  @Override
  public Facts facts() {
    return new Facts(
        "victims",
        "Maven and Python packages to 2020",
        "CC-BY-SA-4.0",
        List.of("https://github.com/victims/victims-cve-db/archive/refs/heads/master.tar.gz"),
        DataSources.VICTIMS);
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
    new Documents(DataSources.VICTIMS, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, advisory) -> {
              Matcher name = FILE.matcher(file);
              advisory(name.matches() && name.group(1).equals("python"), advisory, sink);
            });
  }

  private static void advisory(boolean isPython, Json json, FeedSink sink) throws IOException {
    sink.record(Optional.empty());
    if (json.text("cve").isEmpty()) {
      throw new InputFailure("it names no CVE");
    }
    VictimsVersions versions = isPython ? VictimsVersions.PYTHON : VictimsVersions.JAVA;
    Ecosystem ecosystem = new Ecosystem(isPython ? "pypi" : "maven", "");
    List<Affected> affected = new ArrayList<>();
    for (Json item : json.at("affected").items()) {
      String name =
          isPython ? item.text("name") : item.text("groupId") + ":" + item.text("artifactId");
      if (name.isEmpty() || name.startsWith(":") || name.endsWith(":")) {
        throw new InputFailure("an affected package has no name");
      }
      affected.add(
          new Affected(
              ecosystem, name, versions.ranges(item.texts("version"), item.texts("fixedin"))));
    }
    new PackageReport(DataSources.VICTIMS, vulnerability(json)).tell(affected, sink);
  }

  private static Vulnerability vulnerability(Json json) {
    return new VulnerabilityBuilder("CVE-" + json.text("cve"))
        .title(json.text("title"))
        .description(json.text("description"))
        .references(json.texts("references"))
        .rating(
            Ratings.ofScores(
                DataSources.VICTIMS.id(), List.of(json.text("cvss_v3")), json.text("cvss_v2")))
        .build();
  }
}
