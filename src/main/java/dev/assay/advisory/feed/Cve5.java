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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// CVE records of format 5, with what CISA adds to them: texts, scores and weaknesses of the
/// numbering authority (`cna`) and of others (`adp`). Records that somebody converted to OSV, which
/// name packages, may lie beside them; the packages in the CVE records are not read yet.
///
/// Source: <https://github.com/CVEProject/cve-schema/blob/main/schema/CVE_Record_Format.json>
public final class Cve5 implements Feed {
  private static final List<String> METRICS =
      List.of("cvssV3_1", "cvssV3_0", "cvssV4_0", "cvssV2_0");

  @Override
  public Facts facts() {
    return new Facts(
        "vulnrichment",
        "CVE records with CISA's additions; packages as converted to OSV, their own form is not"
            + " read yet",
        "CC0-1.0",
        List.of("https://github.com/cisagov/vulnrichment/archive/refs/heads/develop.tar.gz"),
        DataSources.CVE);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || file.endsWith(".zip") || file.contains(".tar");
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CvssScores scores = new CvssScores();
    input.forEach((name, content) -> {
      if (!name.endsWith(".json")) {
        return;
      }
      Json json;
      try {
        json = Json.parse(content.readAllBytes(), name);
      } catch (InputFailure e) {
        sink.gap(new Gap(name, 0, String.valueOf(e.getMessage())));
        return;
      }
      if (json.at("cveMetadata").isNull()) {
        new OsvRecord(json, name, DataSources.CVE, scores).read(sink);
      } else {
        cve(name, json, scores, sink);
      }
    });
  }

  private static void cve(String file, Json json, CvssScores scores, FeedSink sink)
      throws IOException {
    Json metadata = json.at("cveMetadata");
    String id = metadata.text("cveId");
    sink.record(Words.time(metadata.text("dateUpdated")));
    if (!Words.isCve(id)) {
      sink.gap(new Gap(file, 0, "`" + Words.shown(id) + "` is no CVE id"));
      return;
    }
    if (metadata.text("state").equals("REJECTED")) {
      sink.skip("rejected");
      return;
    }
    Json cna = json.at("containers").at("cna");
    List<Json> containers = new ArrayList<>(List.of(cna));
    containers.addAll(json.at("containers").at("adp").items());
    Vulnerability vulnerability =
        new Vulnerability(
            id,
            List.of(),
            Words.line(cna.text("title")),
            description(cna),
            Words.addresses(cna.at("references").items().stream().map(r -> r.text("url")).toList()),
            weaknesses(containers),
            ratings(file + ": " + id, containers, scores, sink),
            Words.time(metadata.text("datePublished")),
            Words.time(metadata.text("dateUpdated")),
            "",
            Optional.empty());
    sink.enrichment(Details.of(DataSources.CVE, vulnerability));
  }

  private static String description(Json cna) {
    return cna.at("descriptions").items().stream()
        .filter(each -> each.text("lang").startsWith("en"))
        .map(each -> each.text("value"))
        .findFirst()
        .orElse("");
  }

  private static List<String> weaknesses(List<Json> containers) {
    Set<String> ids = new LinkedHashSet<>();
    for (Json container : containers) {
      for (Json type : container.at("problemTypes").items()) {
        type.at("descriptions").items().stream()
            .map(each -> each.text("cweId"))
            .filter(cwe -> cwe.startsWith("CWE-"))
            .forEach(ids::add);
      }
    }
    return List.copyOf(ids);
  }

  /// Whoever scored it: the numbering authority as `cve5`, CISA as `cisa`.
  private static List<Rating> ratings(
      String what, List<Json> containers, CvssScores scores, FeedSink sink) {
    Map<String, List<Cvss>> vectors = new TreeMap<>();
    for (Json container : containers) {
      String provider = container.at("providerMetadata").text("shortName");
      String source = provider.equals("CISA-ADP") ? "cisa" : "cve5";
      for (Json metric : container.at("metrics").items()) {
        for (String version : METRICS) {
          String vector = metric.at(version).text("vectorString");
          Optional<Cvss> cvss = vector.isEmpty() ? Optional.empty() : scores.of(vector);
          cvss.ifPresent(c -> vectors.computeIfAbsent(source, s -> new ArrayList<>()).add(c));
          if (!vector.isEmpty() && cvss.isEmpty()) {
            sink.gap(new Gap(what, 0, "the vector `" + Words.shown(vector) + "`"));
          }
        }
      }
    }
    List<Rating> ratings = new ArrayList<>();
    vectors.forEach((source, all) -> ratings.add(Ratings.of(source, all, Severity.UNKNOWN)));
    return ratings;
  }
}
