package dev.assay.scan;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.failure.UsageFailure;
import dev.assay.match.Ecosystems;
import dev.assay.match.Matcher;
import dev.assay.match.SeverityChoice;
import dev.assay.model.Ecosystem;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Report;
import dev.assay.policy.Policy;
import dev.assay.policy.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an inventory means: matched against the database and judged by the policy.
final class Assessment {
  private final Policy policy;
  private final SeverityChoice severities;
  private final LocalDate today;

  Assessment(Policy policy, SeverityChoice severities, LocalDate today) {
    this.policy = policy;
    this.severities = severities;
    this.today = today;
  }

  /// One artifact, as far as it is known before the database is asked.
  ///
  /// @param name as the user typed it
  /// @param type Trivy's word for it
  record Artifact(
      String name,
      String type,
      Optional<ImageFacts> image,
      Inventory inventory,
      Optional<Evidence> evidence) {}

  /// A report and what the policy says about it.
  record Judged(Report report, Verdict verdict) {}

  /// The ecosystems whose advisories an inventory needs.
  static Set<Ecosystem> ecosystems(Inventory inventory) {
    Set<Ecosystem> found = new TreeSet<>();
    for (Placed placed : inventory.components()) {
      Ecosystems.of(placed.component(), inventory.operatingSystem()).ifPresent(found::add);
    }
    return found;
  }

  Judged judge(Artifact artifact, AdvisoryDb db, ReceiptDraft receipt) {
    Inventory inventory = withUndecided(artifact.inventory(), db);
    List<Finding> findings = Matcher.match(inventory, db, severities);
    receipt.lap("matching");
    Verdict verdict = policy.judge(findings, inventory, artifact.evidence(), today);
    List<String> notices = new ArrayList<>(notices(inventory, db));
    notices.addAll(verdict.notices());
    Report report =
        new Report(
            artifact.name(),
            artifact.type(),
            artifact.image(),
            inventory,
            verdict.kept(),
            verdict.suppressed(),
            artifact.evidence(),
            db.facts(),
            receipt.finish(),
            notices);
    return new Judged(report, verdict);
  }

  /// A version that nobody can compare is something we could not look at.
  private static Inventory withUndecided(Inventory inventory, AdvisoryDb db) {
    List<Gap> undecided = Matcher.undecided(inventory, db);
    if (undecided.isEmpty()) {
      return inventory;
    }
    List<Gap> gaps = new ArrayList<>(inventory.gaps());
    gaps.addAll(undecided);
    gaps.sort(null);
    return new Inventory(inventory.operatingSystem(), inventory.components(), gaps);
  }

  private List<String> notices(Inventory inventory, AdvisoryDb db) {
    List<String> notices = new ArrayList<>();
    Optional<OperatingSystem> system = inventory.operatingSystem();
    system
        .filter(os -> os.isEndOfLife(today))
        .ifPresent(os ->
            notices.add(
                os.family()
                    + " "
                    + os.name()
                    + " is past its end of life ("
                    + os.endOfLife().map(LocalDate::toString).orElse("")
                    + "): new vulnerabilities in it may have no advisory"));
    boolean hasSystemPackages =
        inventory.components().stream().anyMatch(p -> p.component().type().isSystem());
    if (hasSystemPackages && system.isEmpty()) {
      notices.add(
          "no distribution was recognised: its packages are listed but not held against advisories");
    }
    if (inventory.components().isEmpty()) {
      notices.add("no package was found: no advisory could apply");
    }
    system
        .filter(os -> hasSystemPackages && Ecosystems.of(os).isEmpty())
        .ifPresent(
            os -> notices.add("no advisories are known for " + os.family() + " " + os.name()));
    for (Ecosystem ecosystem : ecosystems(inventory)) {
      if (!db.covers(ecosystem)) {
        notices.add(
            "the database has no advisories for "
                + ecosystem
                + ": its packages were not held against any");
      }
    }
    return notices;
  }

  /// The inventory with another distribution than the one found.
  ///
  /// @param distribution such as `alpine/3.20`
  static Inventory assume(Inventory inventory, String distribution) {
    int slash = distribution.indexOf('/');
    if (slash < 1 || slash == distribution.length() - 1) {
      throw new UsageFailure(
          "cannot read distribution `" + distribution + "`",
          "write it as family/release: alpine/3.20");
    }
    OperatingSystem assumed =
        new OperatingSystem(
            distribution.substring(0, slash),
            distribution.substring(slash + 1),
            "",
            Optional.empty());
    return new Inventory(Optional.of(assumed), inventory.components(), inventory.gaps());
  }
}
