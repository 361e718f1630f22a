package dev.assay.scan;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.analyze.os.NamedSystem;
import dev.assay.failure.UsageFailure;
import dev.assay.match.Ecosystems;
import dev.assay.match.Matcher;
import dev.assay.match.Matches;
import dev.assay.match.SeverityChoice;
import dev.assay.model.DatabaseFacts;
import dev.assay.model.Ecosystem;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import dev.assay.model.Report;
import dev.assay.policy.Filter;
import dev.assay.policy.Gate;
import dev.assay.policy.Policy;
import dev.assay.policy.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
  ///
  /// @param artifact what was found, before the database was asked
  /// @param findings all of them, whatever the filter says
  record Judged(Report report, Verdict verdict, Artifact artifact, List<Finding> findings) {
    Judged {
      findings = List.copyOf(findings);
    }

    /// The same, of that artifact.
    Judged of(Artifact found) {
      return new Judged(report, verdict, found, findings);
    }
  }

  /// The report with every finding, whatever the filter says; those that the user's rules took out
  /// stand apart.
  Report complete(Judged judged) {
    Report report = judged.report();
    Verdict verdict =
        new Policy(Filter.NONE, policy.rules(), Gate.NONE)
            .judge(judged.findings(), report.inventory(), report.evidence(), today);
    return report.with(verdict.kept(), verdict.suppressed());
  }

  /// The ecosystems whose advisories an inventory needs.
  static Set<Ecosystem> ecosystems(Inventory inventory) {
    Set<Ecosystem> found = new TreeSet<>();
    List<Ecosystem> latest = List.of(); // thousands of one ecosystem stand together
    for (Placed placed : inventory.components()) {
      if (!placed.component().version().isEmpty()) {
        List<Ecosystem> all = Ecosystems.all(placed.component(), inventory.operatingSystem());
        if (!all.equals(latest)) {
          found.addAll(all);
          latest = all;
        }
      }
    }
    return found;
  }

  Judged judge(Artifact artifact, AdvisoryDb db, ReceiptDraft receipt) {
    Matches matches = Matcher.match(artifact.inventory(), db, severities);
    Inventory inventory = with(matches.gaps(), artifact.inventory());
    List<Finding> findings = matches.findings();
    receipt.lap("matching");
    Verdict verdict = policy.judge(findings, inventory, artifact.evidence(), today);
    List<String> notices = new ArrayList<>(notices(inventory, db));
    peeked(artifact.evidence()).ifPresent(notices::add);
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
            matches.unmatched(),
            receipt.finish(),
            notices);
    return new Judged(report, verdict, artifact, findings);
  }

  /// What there is, held against nothing.
  Judged list(Artifact artifact, ReceiptDraft receipt) {
    Inventory inventory = artifact.inventory();
    Verdict verdict = policy.judge(List.of(), inventory, artifact.evidence(), today);
    List<String> notices = new ArrayList<>(verdict.notices());
    peeked(artifact.evidence()).ifPresent(notices::add);
    Report report =
        new Report(
            artifact.name(),
            artifact.type(),
            artifact.image(),
            inventory,
            List.of(),
            List.of(),
            artifact.evidence(),
            new DatabaseFacts(Optional.empty(), Instant.EPOCH),
            Set.of(),
            receipt.finish(),
            notices);
    return new Judged(report, verdict, artifact, List.of());
  }

  /// What no answer could be had about is something we could not look at: a gate must not call it
  /// clean.
  private static Inventory with(List<Gap> more, Inventory inventory) {
    if (more.isEmpty()) {
      return inventory;
    }
    // A bill of materials may bring the gaps that its own scan came to. The set compares them: a
    // record's own hash links code when it is first used, in 8 ms.
    Set<Gap> gaps = new TreeSet<>(inventory.gaps());
    gaps.addAll(more);
    return new Inventory(inventory.operatingSystem(), inventory.components(), List.copyOf(gaps));
  }

  /// What nobody may take for an answer.
  private static Optional<String> peeked(Optional<Evidence> evidence) {
    long layers =
        evidence.stream()
            .flatMap(e -> e.layers().stream())
            .filter(layer -> layer.grade() == Grade.PEEK)
            .count();
    return layers == 0
        ? Optional.empty()
        : Optional.of(
            "of "
                + layers
                + (layers == 1 ? " layer" : " layers")
                + " only the beginning and the end were looked at, unverified: what is not listed"
                + " may be there all the same");
  }

  private List<String> notices(Inventory inventory, AdvisoryDb db) {
    // By the database's date, as the report's own date: the same bytes on every day.
    LocalDate day = LocalDate.ofInstant(db.facts().builtAt(), ZoneOffset.UTC);
    List<String> notices = new ArrayList<>();
    Optional<OperatingSystem> system = inventory.operatingSystem();
    system
        .filter(os -> os.isEndOfLife(day))
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
          "no distribution was recognised: its packages are listed but not held against"
              + " advisories");
    }
    if (inventory.components().isEmpty()) {
      notices.add("no package was found: no advisory could apply");
    }
    system
        .filter(os -> hasSystemPackages && Ecosystems.of(os).isEmpty())
        .ifPresent(os ->
            notices.add(
                "no advisories are known for "
                    + (os.family() + " " + os.name()).strip()
                    + ": an unknown release or distribution"));
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
        NamedSystem.of(distribution.substring(0, slash), distribution.substring(slash + 1));
    return new Inventory(Optional.of(assumed), inventory.components(), inventory.gaps());
  }
}
