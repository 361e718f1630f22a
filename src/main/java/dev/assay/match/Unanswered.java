package dev.assay.match;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Gap;
import dev.assay.model.PackageType;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Collects what nothing can be said about.
final class Unanswered {
  private final AdvisoryDb db;
  private final Set<Gap> undecided = new TreeSet<>();
  private final Set<PackageType> types = new TreeSet<>();
  private final SortedMap<String, String> problems = new TreeMap<>();

  /// Of the component before: thousands of one ecosystem stand together.
  private Optional<Ecosystem> latest = Optional.empty();

  private Optional<String> problem = problem(latest);

  /// The language of the component before, once it was told of.
  private @Nullable PackageType toldOf;

  Unanswered(AdvisoryDb db) {
    this.db = db;
  }

  /// Notes a component of which no advisory in the database could speak.
  void look(Component component, Optional<Ecosystem> ecosystem) {
    if (!ecosystem.equals(latest)) {
      latest = ecosystem;
      problem = problem(ecosystem);
      toldOf = null;
    }
    if (problem.isPresent() && component.type() != toldOf) {
      toldOf = component.type().isSystem() ? null : component.type();
      types.add(component.type());
      problems.put(place(component), problem.get());
    }
  }

  private Optional<String> problem(Optional<Ecosystem> ecosystem) {
    if (ecosystem.isEmpty()) {
      return Optional.of("not held against advisories: none are known for what they belong to");
    }
    return db.covers(ecosystem.get())
        ? Optional.empty()
        : Optional.of("not held against advisories: the database has none for " + ecosystem.get());
  }

  /// Packages of a language are told of together. A bill of materials may name no file.
  private static String place(Component component) {
    return component.type().isSystem() && !component.path().isEmpty()
        ? component.path()
        : component.type().purlType() + " packages";
  }

  /// Notes a component that has advisories but a version that nobody can compare.
  ///
  /// @param name what advisories call it
  /// @param version as they would speak of it
  void undecided(Component component, Ecosystem ecosystem, String name, String version) {
    String said =
        version.isEmpty()
            ? name + " has no version to compare with the advisories of " + ecosystem
            : "cannot compare version `"
                + version
                + "` of "
                + name
                + " with the advisories of "
                + ecosystem;
    undecided.add(new Gap(exactPlace(component), 0, said));
  }

  /// A bill of materials may name no file.
  private static String exactPlace(Component component) {
    String shown = component.version().isEmpty() ? component.name() : component.id();
    return component.path().isEmpty() ? shown : component.path();
  }

  /// Sorted.
  Set<Gap> gaps() {
    Set<Gap> gaps = new TreeSet<>(undecided);
    problems.forEach((place, said) -> gaps.add(new Gap(place, 0, said)));
    return gaps;
  }

  Set<PackageType> types() {
    return types;
  }
}
