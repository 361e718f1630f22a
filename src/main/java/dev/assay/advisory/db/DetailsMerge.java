package dev.assay.advisory.db;

import dev.assay.model.Rating;
import dev.assay.model.Vulnerability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Joins what several sources tell about one vulnerability. Texts are those of the first source
/// that has any: the ecosystem's own before enrichment, a notice about several vulnerabilities
/// last. References, weaknesses and ratings are everyone's.
final class DetailsMerge {
  private static final int MAX_REFERENCES = 200;

  private final String id;
  private final List<Details> own = new ArrayList<>();
  private final List<Details> enrichment = new ArrayList<>();
  private final List<Details> notices = new ArrayList<>();

  DetailsMerge(String id) {
    this.id = id;
  }

  /// Adds what a source of the ecosystem tells.
  void add(Details details) {
    (details.bundled().contains(id) ? notices : own).add(details);
  }

  /// Whether no source of the ecosystem tells anything.
  boolean isEmpty() {
    return own.isEmpty() && notices.isEmpty();
  }

  /// Adds what a source tells whatever the ecosystem.
  void enrich(Details details) {
    enrichment.add(details);
  }

  /// The CVE id under which enrichment is found, or empty.
  String cve() {
    if (isCve(id)) {
      return id;
    }
    return aliases().stream().filter(DetailsMerge::isCve).findFirst().orElse("");
  }

  private static boolean isCve(String text) {
    return text.startsWith("CVE-");
  }

  private Set<String> aliases() {
    Set<String> aliases = new TreeSet<>();
    for (Details each : own) {
      aliases.add(each.vulnerability().id());
      aliases.addAll(each.vulnerability().aliases());
    }
    aliases.remove(id);
    return aliases;
  }

  Optional<Vulnerability> result() {
    List<Details> all = ordered();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Vulnerability(
            id,
            List.copyOf(aliases()),
            text(all, Vulnerability::title),
            text(all, Vulnerability::description),
            union(all, Vulnerability::references),
            union(all, Vulnerability::cweIds),
            ratings(all),
            first(all, Vulnerability::published),
            first(all, Vulnerability::modified),
            text(all, Vulnerability::exploitedSince),
            first(all, Vulnerability::epss)));
  }

  private List<Details> ordered() {
    // A list of exploited vulnerabilities has the shortest texts.
    Comparator<Details> shortTextsLast =
        Comparator.comparing((Details d) -> !d.vulnerability().exploitedSince().isEmpty());
    Comparator<Details> bySource = Comparator.comparing(d -> d.source().id());
    Comparator<Details> byId = Comparator.comparing(d -> d.vulnerability().id());
    List<Details> all = new ArrayList<>();
    own.stream().distinct().sorted(bySource.thenComparing(byId)).forEach(all::add);
    enrichment.stream().sorted(shortTextsLast.thenComparing(bySource)).forEach(all::add);
    notices.stream().distinct().sorted(bySource.thenComparing(byId)).forEach(all::add);
    return all;
  }

  private static String text(List<Details> all, Function<Vulnerability, String> part) {
    return all.stream()
        .map(d -> part.apply(d.vulnerability()))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static <T> Optional<T> first(
      List<Details> all, Function<Vulnerability, Optional<T>> part) {
    return all.stream().flatMap(d -> part.apply(d.vulnerability()).stream()).findFirst();
  }

  private static List<String> union(List<Details> all, Function<Vulnerability, List<String>> part) {
    Set<String> union = new LinkedHashSet<>();
    all.forEach(d -> union.addAll(part.apply(d.vulnerability())));
    return union.stream().limit(MAX_REFERENCES).toList();
  }

  private static List<Rating> ratings(List<Details> all) {
    Map<String, Rating> bySource = new TreeMap<>();
    for (Details each : all) {
      for (Rating rating : each.vulnerability().ratings()) {
        bySource.merge(rating.source(), rating, DetailsMerge::worse);
      }
    }
    return List.copyOf(bySource.values());
  }

  private static Rating worse(Rating a, Rating b) {
    return b.severity().compareTo(a.severity()) > 0 ? b : a;
  }
}
