package dev.assay.advisory.feed.language;

import dev.assay.advisory.feed.CvePackages;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.PackageReport;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Anchore adds to CVE records, a JSON file each: `adp.affected` has the form of a CVE record
/// and names packages where the record itself does not. Entries with CPEs alone are left out.
///
/// Source: <https://github.com/anchore/cve-data-enrichment>
public final class AnchoreEnrichment implements Feed {
  private static final Pattern FILE = Pattern.compile("(?:.*/)?CVE-[0-9]{4}-[0-9]+\\.json");

  @Override
  public Facts facts() {
    return new Facts(
        "cve-data-enrichment",
        "CVE records with packages, by Anchore",
        "CC0-1.0",
        List.of("https://github.com/anchore/cve-data-enrichment/archive/refs/heads/main.tar.gz"),
        DataSources.ANCHORE);
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
    new Documents(DataSources.ANCHORE, sink)
        .forEach(
            input,
            file -> FILE.matcher(file).matches(),
            (file, record) -> record(file, record, sink));
  }

  private static void record(String file, Json json, FeedSink sink) throws IOException {
    sink.record(Optional.empty());
    Json metadata = json.at("additionalMetadata");
    String id = metadata.text("cveId");
    if (!Words.isCve(id)) {
      throw new InputFailure("`" + Words.shown(id) + "` is no CVE id");
    }
    Vulnerability vulnerability =
        new VulnerabilityBuilder(id)
            .description(metadata.text("description"))
            .references(metadata.texts("references"))
            .build();
    new PackageReport(DataSources.ANCHORE, vulnerability)
        .tell(
            new CvePackages(file + ": " + id, sink).of(json.at("adp").at("affected").items()),
            sink);
  }
}
