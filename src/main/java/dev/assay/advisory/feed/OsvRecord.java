package dev.assay.advisory.feed;

import dev.assay.advisory.db.Details;
import dev.assay.format.json.Json;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Cvss;
import dev.assay.model.DataSource;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One record of the OSV schema. A notice of a distribution bundles vulnerabilities: it becomes an
/// advisory for each CVE it names, with the notice among the vendor ids.
///
/// Source: <https://ossf.github.io/osv-schema/> version 1.7
final class OsvRecord {
  private static final Pattern NOTICE =
      Pattern.compile(
          "(DSA|DLA|DTSA|USN|LSN|ALSA|ALBA|ALEA|RLSA|RXSA|RHSA|RHBA|RHEA|ELSA|ALAS[0-9]*|OESA"
              + "|MGASA|SUSE-[A-Z]+|openSUSE-[A-Z]+)[-:].*");
  private static final Pattern SEVERITY_IN_SUMMARY =
      Pattern.compile("(Low|Moderate|Important|Critical): .*", Pattern.DOTALL);
  private static final int MAX_VERSIONS = 50_000;

  private final Json json;
  private final String file;
  private final DataSource source;
  private final CvssScores scores;
  private final String id;
  private final List<String> aliases;
  private final List<String> bundled;

  /// @param source who publishes it
  OsvRecord(Json json, String file, DataSource source, CvssScores scores) {
    this.json = json;
    this.file = file;
    this.source = source;
    this.scores = scores;
    this.id = json.text("id");
    List<String> upstream = json.texts("upstream");
    List<String> cves = upstream.stream().filter(Words::isCve).distinct().toList();
    boolean isNotice = NOTICE.matcher(id).matches() || cves.size() > 1;
    this.bundled = isNotice ? bundledCves() : List.of();
    Set<String> others = new LinkedHashSet<>(isNotice ? List.of() : json.texts("aliases"));
    others.addAll(isNotice ? List.of() : upstream);
    others.remove(id);
    this.aliases = List.copyOf(others);
  }

  private List<String> bundledCves() {
    Set<String> cves = new TreeSet<>();
    for (String member : List.of("aliases", "upstream", "related")) {
      json.texts(member).stream().filter(Words::isCve).forEach(cves::add);
    }
    return List.copyOf(cves);
  }

  void read(FeedSink sink) throws IOException {
    sink.record(Words.time(json.text("modified")));
    if (id.isEmpty() || id.length() > 200) {
      sink.gap(new Gap(file, 0, "it has no `id`"));
      return;
    }
    if (!json.text("withdrawn").isEmpty()) {
      sink.skip("withdrawn");
      return;
    }
    List<Cvss> vectors = vectors(json, sink);
    Severity severity = ownSeverity(vectors);
    Set<String> families = new TreeSet<>();
    for (Map.Entry<Ecosystem, Map<String, List<Json>>> each : affected(sink).entrySet()) {
      for (Map.Entry<String, List<Json>> entries : each.getValue().entrySet()) {
        Optional<Advisory> whole = advisory(entries.getKey(), entries.getValue(), sink);
        if (whole.isPresent()) {
          for (Advisory advisory : expanded(rated(whole.get(), severity))) {
            sink.advisory(each.getKey(), advisory);
          }
          families.add(each.getKey().name());
          entries.getValue().forEach(entry -> vectors.addAll(scored(entry)));
        }
      }
    }
    if (families.isEmpty()) {
      return;
    }
    Details details = details(vectors, severity);
    for (String family : families) {
      sink.details(new Ecosystem(family, ""), details);
    }
  }

  /// The entries of each package: one package may have several, a range in each.
  private Map<Ecosystem, Map<String, List<Json>>> affected(FeedSink sink) {
    Map<Ecosystem, Map<String, List<Json>>> affected = new LinkedHashMap<>();
    for (Json entry : json.at("affected").items()) {
      Json named = entry.at("package");
      String name = named.text("name");
      Optional<Ecosystem> ecosystem = OsvEcosystem.of(named.text("ecosystem"));
      if (named.isNull()) {
        sink.skip("commits without a package");
      } else if (name.isEmpty()) {
        sink.gap(new Gap(file, 0, id + " names no package"));
      } else if (ecosystem.isEmpty()) {
        sink.skip("ecosystem " + named.text("ecosystem"));
      } else {
        affected
            .computeIfAbsent(ecosystem.get(), e -> new LinkedHashMap<>())
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(entry);
      }
    }
    return affected;
  }

  /// What the entries of one package say together, with their own severity where they have one.
  private Optional<Advisory> advisory(String name, List<Json> entries, FeedSink sink) {
    List<AffectedRange> ranges = new ArrayList<>();
    Set<String> versions = new LinkedHashSet<>();
    List<Cvss> vectors = new ArrayList<>();
    for (Json entry : entries) {
      ranges.addAll(OsvRanges.of(entry));
      versions.addAll(entry.texts("versions"));
      vectors.addAll(vectors(entry, sink));
    }
    if (ranges.isEmpty() && versions.isEmpty()) {
      sink.skip("commits without versions");
      return Optional.empty();
    }
    if (versions.size() > MAX_VERSIONS) {
      sink.gap(new Gap(file, 0, id + " lists more than " + MAX_VERSIONS + " versions of " + name));
      return Optional.empty();
    }
    boolean isFixed = ranges.stream().anyMatch(range -> !range.fixed().isEmpty());
    return Optional.of(
        new Advisory(
            id,
            aliases,
            List.of(),
            source,
            name,
            ranges.stream().distinct().toList(),
            List.copyOf(versions),
            isFixed ? Status.FIXED : Status.AFFECTED,
            Ratings.of(source.id(), vectors, Severity.UNKNOWN).severity(),
            note(entries.getFirst(), ranges)));
  }

  private List<Cvss> scored(Json entry) {
    return entry.at("severity").items().stream()
        .flatMap(each -> scores.of(each.text("score")).stream())
        .toList();
  }

  private static Advisory rated(Advisory advisory, Severity severity) {
    return advisory.severity().compareTo(severity) >= 0
        ? advisory
        : with(advisory, advisory.id(), advisory.vendorIds(), severity);
  }

  private static Advisory with(
      Advisory advisory, String id, List<String> vendorIds, Severity severity) {
    return new Advisory(
        id,
        vendorIds.isEmpty() ? advisory.aliases() : List.of(),
        vendorIds,
        advisory.source(),
        advisory.packageName(),
        advisory.ranges(),
        advisory.versions(),
        advisory.status(),
        severity,
        advisory.note());
  }

  private List<Advisory> expanded(Advisory notice) {
    return bundled.isEmpty()
        ? List.of(notice)
        : bundled.stream().map(cve -> with(notice, cve, List.of(id), notice.severity())).toList();
  }

  /// What weakens a record's claim, in the publisher's words, or the modules that it is about.
  private String note(Json entry, List<AffectedRange> ranges) {
    if (RpmModules.isModular(ranges)) {
      return Advisory.moduleNote(RpmModules.streams(json.text("summary")));
    }
    String informational = entry.at("database_specific").text("informational");
    if (!informational.isEmpty()) {
      return "informational: " + informational;
    }
    return json.at("database_specific").text("review_status").equals("UNREVIEWED")
        ? "unreviewed"
        : "";
  }

  /// The publisher's word, else what its vectors amount to.
  private Severity ownSeverity(List<Cvss> ownVectors) {
    Severity word = Words.severity(json.at("database_specific").text("severity"));
    for (Json each : json.at("severity").items()) {
      if (word == Severity.UNKNOWN && !each.text("type").startsWith("CVSS")) {
        word = Words.severity(each.text("score"));
      }
    }
    Matcher summary = SEVERITY_IN_SUMMARY.matcher(json.text("summary"));
    if (word == Severity.UNKNOWN && summary.matches()) {
      word = Words.severity(summary.group(1));
    }
    return Ratings.of(source.id(), ownVectors, word).severity();
  }

  /// The vectors of a record or of one of its `affected` entries.
  private List<Cvss> vectors(Json holder, FeedSink sink) {
    List<Cvss> vectors = new ArrayList<>();
    for (Json each : holder.at("severity").items()) {
      String vector = each.text("score");
      if (!each.text("type").startsWith("CVSS")) {
        continue;
      }
      Optional<Cvss> cvss = scores.of(vector);
      cvss.ifPresent(vectors::add);
      if (cvss.isEmpty()) {
        sink.gap(new Gap(file, 0, id + " has the vector `" + Words.shown(vector) + "`"));
      }
    }
    return vectors;
  }

  private Details details(List<Cvss> vectors, Severity severity) {
    Rating rating = Ratings.of(source.id(), vectors, severity);
    boolean isRated = rating.severity() != Severity.UNKNOWN || !rating.vectors().isEmpty();
    Vulnerability vulnerability =
        new Vulnerability(
            id,
            aliases.stream().sorted().toList(),
            Words.line(json.text("summary")),
            json.text("details"),
            references(),
            json.at("database_specific").texts("cwe_ids"),
            isRated ? List.of(rating) : List.of(),
            Words.time(json.text("published")),
            Words.time(json.text("modified")),
            "",
            Optional.empty());
    return new Details(source, vulnerability, bundled);
  }

  private List<String> references() {
    return Words.addresses(
        json.at("references").items().stream().map(each -> each.text("url")).toList());
  }
}
