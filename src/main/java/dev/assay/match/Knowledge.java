package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Advisory;
import dev.assay.model.Ecosystem;
import dev.assay.model.Rating;
import dev.assay.model.Severity;
import dev.assay.model.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What is known about a vulnerability under all of its ids.
final class Knowledge {
  private final AdvisoryDb db;
  private final Map<Ecosystem, Map<String, Optional<Vulnerability>>> known = new HashMap<>();

  Knowledge(AdvisoryDb db) {
    this.db = db;
  }

  /// Joins what the database tells under each id of the advisories; ratings include the severities
  /// that the advisories name.
  ///
  /// @param advisories about one vulnerability, the deciding one first
  Vulnerability of(Ecosystem ecosystem, List<Advisory> advisories) {
    SequencedSet<String> asked = new LinkedHashSet<>();
    for (Advisory advisory : advisories) {
      asked.add(advisory.id());
    }
    asked.addAll(sortedIds(advisories, List.of()));
    List<Vulnerability> told = new ArrayList<>();
    for (String id : asked) {
      details(ecosystem, id).filter(one -> !told.contains(one)).ifPresent(told::add);
    }
    for (Advisory advisory : advisories) {
      if (advisory.source().id().equals("k8s")) {
        details(Kubernetes.ECOSYSTEM, advisory.id())
            .filter(one -> !told.contains(one))
            .ifPresent(told::add);
      }
    }
    List<String> ids = new ArrayList<>(sortedIds(advisories, told));
    String id = VulnerabilityIds.first(advisories.getFirst().id(), ids);
    ids.remove(id);
    ids.sort(Comparator.naturalOrder());
    return new Vulnerability(
        id,
        ids,
        firstText(told, Vulnerability::title),
        firstText(told, Vulnerability::description),
        union(told, Vulnerability::references),
        union(told, Vulnerability::cweIds),
        ratings(told, advisories),
        told.stream().flatMap(one -> one.published().stream()).min(Comparator.naturalOrder()),
        latest(told),
        firstText(told, Vulnerability::exploitedSince),
        told.stream().flatMap(one -> one.epss().stream()).findFirst());
  }

  /// The other ids of a vulnerability, as far as the database knows.
  List<String> aliases(Ecosystem ecosystem, String id) {
    return details(ecosystem, id).map(Vulnerability::aliases).orElse(List.of());
  }

  private Optional<Vulnerability> details(Ecosystem ecosystem, String id) {
    return known
        .computeIfAbsent(ecosystem, e -> new HashMap<>())
        .computeIfAbsent(id, i -> db.details(ecosystem, i));
  }

  private static List<String> sortedIds(List<Advisory> advisories, List<Vulnerability> told) {
    TreeSet<String> ids = new TreeSet<>(VulnerabilityIds.ORDER);
    for (Advisory advisory : advisories) {
      ids.add(advisory.id());
      ids.addAll(advisory.aliases());
    }
    for (Vulnerability one : told) {
      ids.add(one.id());
      ids.addAll(one.aliases());
    }
    return List.copyOf(ids);
  }

  private static Optional<Instant> latest(List<Vulnerability> told) {
    return told.stream().flatMap(one -> one.modified().stream()).max(Comparator.naturalOrder());
  }

  private static String firstText(List<Vulnerability> told, Function<Vulnerability, String> part) {
    return told.stream().map(part).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }

  private static List<String> union(
      List<Vulnerability> told, Function<Vulnerability, List<String>> part) {
    return told.stream().map(part).flatMap(Collection::stream).distinct().toList();
  }

  private static List<Rating> ratings(List<Vulnerability> told, List<Advisory> advisories) {
    TreeMap<String, Rating> bySource = new TreeMap<>();
    for (Vulnerability one : told) {
      for (Rating rating : one.ratings()) {
        bySource.merge(rating.source(), rating, Knowledge::better);
      }
    }
    for (Advisory advisory : advisories) {
      String source = advisory.source().id();
      if (advisory.severity() != Severity.UNKNOWN) {
        Rating rating = new Rating(source, advisory.severity(), List.of());
        bySource.merge(source, rating, Knowledge::better);
      }
    }
    return List.copyOf(bySource.values());
  }

  /// The first one, but a word or vectors that it lacks are taken from the second.
  private static Rating better(Rating first, Rating second) {
    return new Rating(
        first.source(),
        first.severity() == Severity.UNKNOWN ? second.severity() : first.severity(),
        first.vectors().isEmpty() ? second.vectors() : first.vectors());
  }
}
