package dev.assay.advisory.feed.system;

import dev.assay.advisory.db.Details;
import dev.assay.advisory.feed.CvssScores;
import dev.assay.advisory.feed.FeedSink;
import dev.assay.advisory.feed.Ratings;
import dev.assay.advisory.feed.VulnerabilityBuilder;
import dev.assay.advisory.feed.Words;
import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// A CSAF document of a distribution, of its profiles VEX (a CVE and all products) or security
/// advisory (a notice and its CVEs): for each vulnerability, `product_status` lists products as
/// fixed, affected, not affected or under investigation, and `remediations` say what becomes of the
/// affected ones.
///
/// Of builds that are fixed, binary packages count, as they are installed; where the source package
/// stands alone, that one. What is affected may be named by either.
///
/// Source: <https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html> 3.2.3
final class CsafVex {
  private final DataSource source;
  private final Function<CsafProducts.Member, Optional<Ecosystem>> platforms;
  private final CvssScores scores;
  private final FeedSink sink;

  /// @param platforms whose packages a product is about; empty to leave it out
  CsafVex(
      DataSource source,
      Function<CsafProducts.Member, Optional<Ecosystem>> platforms,
      CvssScores scores,
      FeedSink sink) {
    this.source = source;
    this.platforms = platforms;
    this.scores = scores;
    this.sink = sink;
  }

  private record Key(Ecosystem ecosystem, String name, String module) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }
  }

  /// All that is said about one package.
  private static final class Said {
    private final TreeSet<String> fixes = new TreeSet<>();
    private final TreeSet<String> sourceFixes = new TreeSet<>();
    private final TreeSet<String> notices = new TreeSet<>();
    private Status unfixed = Status.UNKNOWN;
    private Severity severity = Severity.UNKNOWN;
  }

  void read(String file, Json document) throws IOException {
    Json tracking = document.at("document").at("tracking");
    sink.record(Words.time(tracking.text("current_release_date")));
    String id = tracking.text("id");
    if (id.isEmpty() || document.at("vulnerabilities").items().isEmpty()) {
      sink.gap(new Gap(file, 0, "it is no CSAF document with vulnerabilities"));
      return;
    }
    CsafProducts products = new CsafProducts(document.at("product_tree"));
    for (Json vulnerability : document.at("vulnerabilities").items()) {
      String cve = vulnerability.text("cve");
      if (Words.isCve(cve)) {
        vulnerability(cve.equals(id) ? "" : id, document, vulnerability, products);
      } else {
        sink.skip("vulnerabilities without a CVE");
      }
    }
  }

  private void vulnerability(String notice, Json document, Json json, CsafProducts products)
      throws IOException {
    Map<String, Json> remediations = remediations(json);
    Map<String, Severity> impacts = impacts(json);
    Severity general =
        Words.severity(document.at("document").at("aggregate_severity").text("text"));
    Map<Key, Said> all = new TreeMap<>();
    for (Map.Entry<String, Json> status : json.at("product_status").members().entrySet()) {
      for (Json product : status.getValue().items()) {
        Optional<CsafProducts.Member> found = products.find(product.text());
        Optional<Ecosystem> ecosystem = found.flatMap(platforms);
        if (found.isEmpty() || ecosystem.isEmpty()) {
          sink.skip("other products");
          continue;
        }
        CsafProducts.Member one = found.get();
        Said said =
            all.computeIfAbsent(
                new Key(ecosystem.get(), one.name(), one.module()), key -> new Said());
        Json remediation = remediations.getOrDefault(product.text(), Json.Null.NULL);
        add(status.getKey(), one, remediation, said);
        Severity impact = impacts.getOrDefault(product.text(), general);
        said.severity = said.severity.compareTo(impact) < 0 ? impact : said.severity;
        if (!notice.isEmpty()) {
          said.notices.add(notice);
        }
      }
    }
    give(all, document, json);
  }

  private static void add(String status, CsafProducts.Member one, Json remediation, Said said) {
    switch (status) {
      case "fixed", "first_fixed", "recommended" -> {
        if (!one.evr().isEmpty()) {
          (one.arch().equals("src") ? said.sourceFixes : said.fixes).add(one.evr());
          String url = remediation.text("url");
          String name = url.substring(url.lastIndexOf('/') + 1);
          if (name.matches("[A-Z][A-Za-z]*-[A-Za-z0-9:._-]+")) {
            said.notices.add(name);
          }
        }
      }
      case "known_affected", "first_affected", "last_affected" ->
          said.unfixed = worse(said.unfixed, unfixed(remediation));
      case "under_investigation" -> said.unfixed = worse(said.unfixed, Status.UNDER_INVESTIGATION);
      case "known_not_affected" -> said.unfixed = worse(said.unfixed, Status.NOT_AFFECTED);
      default -> {}
    }
  }

  /// Where two products of one release differ, the one that claims more counts.
  private static Status worse(Status a, Status b) {
    List<Status> order = List.of(Status.UNKNOWN, Status.NOT_AFFECTED, Status.UNDER_INVESTIGATION);
    int left = order.indexOf(a) < 0 ? order.size() : order.indexOf(a);
    int right = order.indexOf(b) < 0 ? order.size() : order.indexOf(b);
    return right > left ? b : a;
  }

  private static Status unfixed(Json remediation) {
    String said = remediation.text("details").strip();
    return switch (remediation.text("category")) {
      case "no_fix_planned" ->
          said.equals("Out of support scope") ? Status.END_OF_LIFE : Status.WILL_NOT_FIX;
      case "none_available" ->
          said.equals("Fix deferred") || said.equals("Deferred")
              ? Status.FIX_DEFERRED
              : Status.AFFECTED;
      default -> Status.AFFECTED;
    };
  }

  /// By product; a fix or its absence counts, not how to live without.
  private static Map<String, Json> remediations(Json json) {
    Map<String, Json> remediations = new LinkedHashMap<>();
    for (Json each : json.at("remediations").items()) {
      String category = each.text("category");
      if (!category.equals("workaround") && !category.equals("mitigation")) {
        each.texts("product_ids").forEach(id -> remediations.putIfAbsent(id, each));
      }
    }
    return remediations;
  }

  private static Map<String, Severity> impacts(Json json) {
    Map<String, Severity> impacts = new LinkedHashMap<>();
    for (Json each : json.at("threats").items()) {
      if (each.text("category").equals("impact")) {
        Severity severity = Words.severity(each.text("details"));
        each.texts("product_ids").forEach(id -> impacts.put(id, severity));
      }
    }
    return impacts;
  }

  private void give(Map<Key, Said> all, Json document, Json json) throws IOException {
    Map<String, Ecosystem> families = new TreeMap<>();
    for (Map.Entry<Key, Said> each : all.entrySet()) {
      Ecosystem ecosystem = each.getKey().ecosystem();
      Optional<Advisory> advisory = advisory(json.text("cve"), each.getKey(), each.getValue());
      if (advisory.isPresent()) {
        sink.advisory(ecosystem, advisory.get());
        families.put(ecosystem.name(), new Ecosystem(ecosystem.name(), ""));
      }
    }
    for (Ecosystem family : families.values()) {
      sink.details(family, Details.of(source, words(document, json)));
    }
  }

  private Optional<Advisory> advisory(String cve, Key key, Said said) {
    TreeSet<String> fixes = said.fixes.isEmpty() ? said.sourceFixes : said.fixes;
    if (fixes.isEmpty() && said.unfixed == Status.UNKNOWN) {
      return Optional.empty();
    }
    boolean isFixed = !fixes.isEmpty();
    List<AffectedRange> ranges =
        isFixed
            ? fixes.stream().map(AffectedRange::before).toList()
            : said.unfixed == Status.NOT_AFFECTED ? List.of() : List.of(AffectedRange.ALL);
    return Optional.of(
        new Advisory(
            cve,
            List.of(),
            List.copyOf(said.notices),
            source,
            key.name(),
            ranges,
            List.of(),
            isFixed ? Status.FIXED : said.unfixed,
            said.severity,
            key.module().isEmpty() ? "" : Advisory.moduleNote(List.of(key.module()))));
  }

  private Vulnerability words(Json document, Json json) {
    List<Cvss> vectors = new ArrayList<>();
    for (Json score : json.at("scores").items()) {
      for (String version : List.of("cvss_v3", "cvss_v2")) {
        scores.of(score.at(version).text("vectorString")).ifPresent(vectors::add);
      }
    }
    String description =
        json.at("notes").items().stream()
            .filter(note -> note.text("category").equals("description"))
            .map(note -> note.text("text"))
            .findFirst()
            .orElse("");
    String title = json.text("title");
    return new VulnerabilityBuilder(json.text("cve"))
        .title(title.isEmpty() ? document.at("document").text("title") : title)
        .description(description)
        .references(json.at("references").items().stream().map(each -> each.text("url")).toList())
        .weaknesses(List.of(json.at("cwe").text("id")))
        .rating(
            Ratings.of(
                source.id(),
                vectors,
                Words.severity(document.at("document").at("aggregate_severity").text("text"))))
        .published(Words.time(json.text("release_date")))
        .modified(Words.time(document.at("document").at("tracking").text("current_release_date")))
        .build();
  }
}
