package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Cvss;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The National Vulnerability Database in the form of its API 2.0, a file for each year:
/// `vulnerabilities`, each with a `cve`.
///
/// Source: <https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema>
public final class Nvd implements Feed {
  private static final long MAX_FILE_BYTES = 2L << 30;
  private static final Pattern CWE = Pattern.compile("CWE-[0-9]+");
  private static final List<String> METRICS =
      List.of("cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2");

  @Override
  public Facts facts() {
    return new Facts(
        "nvd",
        "scores, weaknesses and texts of CVEs",
        "public domain",
        List.of("https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-{year}.json.gz"),
        DataSources.NVD);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || file.endsWith(".json.gz") || file.endsWith(".zip");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CvssScores scores = new CvssScores();
    input.forEach(
        MAX_FILE_BYTES,
        (name, content) ->
            JsonStream.members(
                content,
                name,
                (member, parser) -> {
                  if (member.equals("vulnerabilities")) {
                    vulnerabilities(name, parser, scores, sink);
                  } else {
                    parser.skipChildren();
                  }
                }));
  }

  private static void vulnerabilities(
      String file, JsonParser parser, CvssScores scores, FeedSink sink) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InputFailure(file + ": `vulnerabilities` is no array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      cve(file, Json.readWhole(parser).at("cve"), scores, sink);
    }
  }

  private static void cve(String file, Json cve, CvssScores scores, FeedSink sink)
      throws IOException {
    String id = cve.text("id");
    sink.record(Words.time(cve.text("lastModified")));
    if (!Words.isCve(id)) {
      sink.gap(new Gap(file, 0, "`" + Words.shown(id) + "` is no CVE id"));
      return;
    }
    if (cve.text("vulnStatus").equals("Rejected")) {
      sink.skip("rejected");
      return;
    }
    sink.enrichment(
        Details.of(
            DataSources.NVD,
            new Vulnerability(
                id,
                List.of(),
                "",
                description(cve),
                Words.addresses(
                    cve.at("references").items().stream().map(r -> r.text("url")).toList()),
                weaknesses(cve),
                ratings(file, id, cve.at("metrics"), scores, sink),
                Words.time(cve.text("published")),
                Words.time(cve.text("lastModified")),
                "",
                Optional.empty())));
  }

  private static String description(Json cve) {
    return cve.at("descriptions").items().stream()
        .filter(each -> each.text("lang").equals("en"))
        .map(each -> each.text("value"))
        .findFirst()
        .orElse("");
  }

  private static List<String> weaknesses(Json cve) {
    Set<String> ids = new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(s -> s));
    for (Json weakness : cve.at("weaknesses").items()) {
      for (Json text : weakness.at("description").items()) {
        if (CWE.matcher(text.text("value")).matches()) {
          ids.add(text.text("value"));
        }
      }
    }
    return List.copyOf(ids);
  }

  /// NVD's own vectors before those of others, which stand beside them.
  private static List<Rating> ratings(
      String file, String id, Json metrics, CvssScores scores, FeedSink sink) {
    List<Cvss> vectors = new ArrayList<>();
    for (Map.Entry<String, Json> each : metrics.members().entrySet()) {
      if (!METRICS.contains(each.getKey())) {
        continue;
      }
      each.getValue().items().stream()
          .sorted(Comparator.comparing(metric -> !metric.text("type").equals("Primary")))
          .map(metric -> metric.at("cvssData").text("vectorString"))
          .forEach(vector ->
              scores
                  .of(vector)
                  .ifPresentOrElse(
                      vectors::add,
                      () ->
                          sink.gap(
                              new Gap(
                                  file, 0, id + " has the vector `" + Words.shown(vector) + "`"))));
    }
    return vectors.isEmpty() ? List.of() : List.of(Ratings.of("nvd", vectors, Severity.UNKNOWN));
  }
}
