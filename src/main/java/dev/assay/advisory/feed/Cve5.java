package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
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
/// numbering authority (`cna`) and of others (`adp`). Most name products; those that name packages
/// of a registry are advisories, as are Red Hat's own.
///
/// Source: <https://github.com/CVEProject/cve-schema/blob/main/schema/CVE_Record_Format.json>
public final class Cve5 implements Feed {
  private static final List<String> METRICS =
      List.of("cvssV3_1", "cvssV3_0", "cvssV4_0", "cvssV2_0");

  @Override
  public Facts facts() {
    return new Facts(
        "vulnrichment",
        "CVE records with CISA's additions, and the packages that they name",
        "CC0-1.0",
        List.of("https://github.com/cisagov/vulnrichment/archive/refs/heads/develop.tar.gz"),
        DataSources.CVE);
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || Documents.isArchive(file);
  }

  @Override
  public boolean wantsInstead(String file) {
    return Documents.isConverted(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    Documents documents = new Documents(DataSources.CVE, sink);
    documents.forEach(
        input,
        file -> file.endsWith(".json"),
        (file, json) -> {
          if (json.at("cveMetadata").isNull()) {
            sink.skip("files without a CVE record");
          } else {
            cve(file, json, documents.scores(), sink);
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
    packages(file, containers, vulnerability, sink);
  }

  private static void packages(
      String file, List<Json> containers, Vulnerability vulnerability, FeedSink sink)
      throws IOException {
    String what = file + ": " + vulnerability.id();
    for (Json container : containers) {
      List<Json> others = new ArrayList<>();
      for (Json affected : container.at("affected").items()) {
        if (RedHatAffected.isOne(container, affected)) {
          new RedHatAffected(container, affected).read(vulnerability.id(), sink);
        } else {
          others.add(affected);
        }
      }
      new PackageReport(DataSources.CVE, vulnerability)
          .advise(new CvePackages(what, sink).of(others), sink);
    }
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
