package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Gap;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// CISA's catalogue of vulnerabilities that are known to be exploited: `vulnerabilities`, each with
/// `cveID` and `dateAdded`.
///
/// Source: <https://www.cisa.gov/known-exploited-vulnerabilities-catalog>
public final class Kev implements Feed {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  @Override
  public Facts facts() {
    return new Facts(
        "kev",
        "CVEs known to be exploited",
        "CC0-1.0",
        List.of(
            "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"),
        DataSources.KEV);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || file.endsWith(".json.gz");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    input.forEach((name, content) -> {
      try {
        catalogue(Json.parse(content.readAllBytes(), name), name, sink);
      } catch (InputFailure e) {
        sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
      }
    });
  }

  private static void catalogue(Json json, String file, FeedSink sink) throws IOException {
    Optional<Instant> released = Words.time(json.text("dateReleased"));
    for (Json item : json.at("vulnerabilities").items()) {
      sink.record(released);
      String id = item.text("cveID");
      String day = item.text("dateAdded");
      if (!Words.isCve(id) || !DAY.matcher(day).matches()) {
        sink.gap(new Gap(file, 0, "`" + Words.shown(id) + "` added on `" + Words.shown(day) + "`"));
        continue;
      }
      sink.enrichment(Details.of(DataSources.KEV, vulnerability(id, day, item)));
    }
  }

  private static Vulnerability vulnerability(String id, String day, Json item) {
    return new Vulnerability(
        id,
        List.of(),
        Words.line(item.text("vulnerabilityName")),
        item.text("shortDescription"),
        List.of(),
        item.texts("cwes"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        day,
        Optional.empty());
  }
}
