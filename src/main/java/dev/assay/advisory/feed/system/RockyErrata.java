package dev.assay.advisory.feed.system;

import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.DataSources;
import dev.assay.advisory.feed.Documents;
import dev.assay.advisory.feed.Feed;
import dev.assay.advisory.feed.FeedInput;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.advisory.feed.system.RpmNotice.Fixed;
import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notices of Rocky Linux, as the errata service answers: `advisories`, each with `cves` and, for
/// each product, `rpms` → `nvras`: `bind-32:9.11.26-3.el8.src.rpm`. Advisories about Rocky name
/// source packages, so those count. Records of OSV may lie beside.
///
/// Source: <https://errata.rockylinux.org/api/v2/advisories>
public final class RockyErrata implements Feed {
  private static final Pattern PRODUCT = Pattern.compile("Rocky Linux ([0-9]+)(?:[ .].*)?");
  private static final Pattern NVRA =
      Pattern.compile("(.+)-((?:[0-9]+:)?[^-:]+-[^-:]+)\\.src(?:\\.rpm)?");

  @Override
  public Facts facts() {
    return new Facts(
        "rocky",
        "Rocky Linux packages",
        "none stated",
        List.of("https://errata.rockylinux.org/api/v2/advisories?page={page}&limit=100"),
        DataSources.ROCKY);
  }

  @Override
  public boolean isProven() {
    return false;
  }

  @Override
  public boolean wants(String file) {
    return file.endsWith(".json") || Documents.isArchive(file);
  }

  @Override
  public void read(FeedInput input, FeedSink sink) throws IOException {
    CvssScores scores = new CvssScores();
    new Documents(DataSources.ROCKY, sink)
        .forEach(
            input,
            file -> true,
            (file, json) -> {
              List<Json> all = json.at("advisories").items();
              for (Json advisory : all.isEmpty() ? List.of(json) : all) {
                try {
                  advisory(advisory, scores, sink);
                } catch (InputFailure e) {
                  sink.gap(new Gap(file, 0, String.valueOf(e.getMessage())));
                }
              }
            });
  }

  private static void advisory(Json json, CvssScores scores, FeedSink sink) throws IOException {
    sink.record(Words.time(json.text("publishedAt")));
    String id = json.text("name");
    if (!id.startsWith("RL") && !id.startsWith("RX")) {
      throw new InputFailure("`" + Words.shown(id) + "` is no notice of Rocky Linux");
    }
    Set<String> cves = new LinkedHashSet<>();
    json.at("cves").items().stream()
        .map(cve -> cve.text("name"))
        .filter(Words::isCve)
        .forEach(cves::add);
    if (cves.isEmpty()) {
      sink.skip("notices without a vulnerability");
      return;
    }
    new RpmNotice(DataSources.ROCKY, words(id, json, cves, scores), cves, packages(id, json, sink))
        .give(sink);
  }

  private static List<Fixed> packages(String id, Json json, FeedSink sink) {
    List<Fixed> fixed = new ArrayList<>();
    for (Map.Entry<String, Json> product : json.at("rpms").members().entrySet()) {
      Matcher release = PRODUCT.matcher(product.getKey());
      if (!release.matches()) {
        sink.skip("another product of Rocky's");
        continue;
      }
      List<String> builds = product.getValue().texts("nvras");
      for (String nvra : builds.isEmpty() ? texts(product.getValue()) : builds) {
        Matcher build = NVRA.matcher(nvra);
        if (build.matches()) {
          Ecosystem ecosystem = new Ecosystem("rocky", release.group(1));
          fixed.add(new Fixed(ecosystem, build.group(1), build.group(2), ""));
        }
      }
    }
    if (fixed.isEmpty()) {
      sink.gap(new Gap(id, 0, "it names no source package"));
    }
    return fixed;
  }

  private static List<String> texts(Json array) {
    return array.items().stream().map(Json::text).toList();
  }

  private static Vulnerability words(String id, Json json, Set<String> cves, CvssScores scores) {
    String severity = json.text("severity").replace("SEVERITY_", "");
    List<String> references = new ArrayList<>();
    for (Json cve : json.at("cves").items()) {
      references.add(cve.text("sourceLink"));
    }
    return new VulnerabilityBuilder(id)
        .title(json.text("synopsis"))
        .description(json.text("description"))
        .references(references)
        .rating(
            Ratings.of(
                DataSources.ROCKY.id(),
                cves.size() == 1
                    ? scores
                        .of(json.at("cves").items().getFirst().text("cvss3ScoringVector"))
                        .stream()
                        .toList()
                    : List.of(),
                Words.severity(severity)))
        .published(Words.time(json.text("publishedAt")))
        .modified(Words.time(json.text("publishedAt")))
        .build();
  }
}
