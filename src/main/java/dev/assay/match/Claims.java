package dev.assay.match;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.advisory.db.VersionTest;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Status;
import dev.assay.version.PlainVersion;
import dev.assay.version.VersionRange;
import dev.assay.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What all sources say about one vulnerability in one package, held against one version.
///
/// @param holding the advisories that say affected, the deciding one first; empty where the version
///   is not affected
/// @param others the rest, in order of standing
record Claims(Ecosystem ecosystem, List<Advisory> holding, List<Advisory> others) {
  Claims {
    holding = List.copyOf(holding);
    others = List.copyOf(others);
  }

  /// Judges one alias set.
  static Claims of(Ecosystem ecosystem, List<Advisory> advisories, Candidate candidate) {
    List<Advisory> sorted = new ArrayList<>(advisories);
    sorted.sort(Standing.order(ecosystem));
    List<Advisory> holding = new ArrayList<>();
    List<Advisory> others = new ArrayList<>();
    for (Advisory advisory : sorted) {
      (candidate.isAffectedBy(advisory) ? holding : others).add(advisory);
    }
    boolean stands =
        Standing.isLanguage(ecosystem)
            || (!holding.isEmpty() && bestSaysSo(ecosystem, sorted, holding, candidate));
    return new Claims(ecosystem, stands ? holding : List.of(), stands ? others : sorted);
  }

  private static boolean bestSaysSo(
      Ecosystem ecosystem, List<Advisory> sorted, List<Advisory> holding, Candidate candidate) {
    int best = Standing.of(sorted.getFirst(), ecosystem);
    boolean denied =
        sorted.stream()
            .filter(advisory -> Standing.of(advisory, ecosystem) == best)
            .anyMatch(candidate::isCleared);
    return !denied && Standing.of(holding.getFirst(), ecosystem) == best;
  }

  /// What other sources say about the same vulnerability elsewhere, where it holds as well.
  Claims and(Claims other) {
    return new Claims(
        ecosystem,
        Stream.concat(holding.stream(), other.holding.stream()).distinct().toList(),
        Stream.concat(others.stream(), other.others.stream()).distinct().toList());
  }

  /// All advisories, those that hold first.
  List<Advisory> all() {
    List<Advisory> all = new ArrayList<>(holding);
    all.addAll(others);
    return all;
  }

  /// The versions that are no longer affected, above the installed one, joined by `, `; empty where
  /// the deciding source knows none.
  String fixedVersion(Candidate candidate) {
    TreeSet<String> fixes = new TreeSet<>(candidate.scheme()::compare);
    String decider = holding.getFirst().source().id();
    for (Advisory advisory : holding) {
      if (advisory.source().id().equals(decider)) {
        fixes.addAll(
            Standing.isLanguage(ecosystem)
                ? candidate.fixesIn(advisory)
                : candidate.nextFixIn(advisory).stream().toList());
      }
    }
    if (fixes.isEmpty()) {
      return "";
    }
    return Standing.isLanguage(ecosystem)
        ? fixes.stream().map(this::shown).distinct().collect(Collectors.joining(", "))
        : fixes.getLast();
  }

  /// What Composer means by `<2.0` ends before the development versions of 2.0: `2.0-dev`.
  private String shown(String fix) {
    return ecosystem.name().equals("composer") && fix.endsWith("-dev")
        ? fix.substring(0, fix.length() - "-dev".length())
        : fix;
  }

  /// What the deciding source says, given whether there is a fix.
  Status status(boolean isFixed) {
    if (isFixed) {
      return Status.FIXED;
    }
    Status said = holding.getFirst().status();
    boolean silent = said == Status.UNKNOWN && Standing.isLanguage(ecosystem);
    return said == Status.FIXED || silent ? Status.AFFECTED : said;
  }

  /// An installed version and the rules to compare it by.
  ///
  /// @param version as advisories speak of it
  record Candidate(VersionScheme scheme, String version) implements VersionTest {
    @Override
    public boolean isVersion() {
      return scheme.isValid(version);
    }

    @Override
    public boolean isIn(AffectedRange range) {
      return VersionRange.holds(scheme, range, version);
    }

    @Override
    public long plain() {
      byte[] text = version.getBytes(ISO_8859_1); // what is not Latin is not plain either
      return PlainVersion.of(text, 0, text.length);
    }

    @Override
    public boolean is(String listed) {
      return VersionRange.lists(scheme, List.of(listed), version);
    }

    /// Whether the advisory says that this version is affected. Ranges are not held against what is
    /// no version.
    boolean isAffectedBy(Advisory advisory) {
      if (advisory.status() == Status.NOT_AFFECTED) {
        return false;
      }
      if (hasBuilds(advisory)) {
        return RpmRules.byFix(advisory.ranges()).stream().anyMatch(this::holdsAll);
      }
      return scheme.isValid(version)
          ? VersionRange.affects(scheme, advisory, version)
          : advisory.versions().contains(version) || advisory.ranges().contains(AffectedRange.ALL);
    }

    /// Whether the advisory may name several builds of one fix.
    private boolean hasBuilds(Advisory advisory) {
      return scheme.name().equals("rpm")
          && advisory.versions().isEmpty()
          && advisory.ranges().size() > 1;
    }

    private boolean holdsAll(List<AffectedRange> ranges) {
      return ranges.stream().allMatch(range -> VersionRange.holds(scheme, range, version));
    }

    /// The lowest build of each fix whose builds all are above this version.
    private Stream<AffectedRange> rangesToLeave(Advisory advisory) {
      return hasBuilds(advisory)
          ? RpmRules.byFix(advisory.ranges()).stream()
              .filter(this::holdsAll)
              .map(
                  builds -> Collections.min(builds, (a, b) -> scheme.compare(a.fixed(), b.fixed())))
          : advisory.ranges().stream().filter(range -> VersionRange.holds(scheme, range, version));
    }

    /// Whether the advisory says outright that this version is not affected.
    boolean isCleared(Advisory advisory) {
      boolean everywhere = advisory.ranges().isEmpty() && advisory.versions().isEmpty();
      return advisory.status() == Status.NOT_AFFECTED
          && (everywhere || VersionRange.affects(scheme, advisory, version));
    }

    /// The advisory's fixes above this version, one for each branch, in order.
    List<String> fixesIn(Advisory advisory) {
      return advisory.ranges().stream()
          .map(AffectedRange::fixed)
          .filter(fixed -> !fixed.isEmpty() && scheme.compare(fixed, version) > 0)
          .sorted(scheme::compare)
          .toList();
    }

    /// The fix of the range that holds this version; where a list of versions holds it, the first
    /// fix above.
    Optional<String> nextFixIn(Advisory advisory) {
      return rangesToLeave(advisory)
          .map(AffectedRange::fixed)
          .filter(fixed -> !fixed.isEmpty())
          .max(scheme::compare)
          .or(() -> fixesIn(advisory).stream().findFirst());
    }
  }
}
