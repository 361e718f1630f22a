package dev.assay.policy;

import dev.assay.failure.ExitCode;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Grade;
import dev.assay.model.Inventory;
import dev.assay.model.Suppressed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the user asked for.
///
/// @param filter which findings count
/// @param rules which of them the user has decided about
/// @param gate when the answer is no
public record Policy(Filter filter, IgnoreRules rules, Gate gate) {
  /// Judges one artifact.
  ///
  /// @param findings in report order
  /// @param inventory what was found and what could not be read
  /// @param evidence what the answer rests on; empty outside of images
  /// @param today the day that rules and distributions expire against
  public Verdict judge(
      List<Finding> findings, Inventory inventory, Optional<Evidence> evidence, LocalDate today) {
    List<Finding> kept = new ArrayList<>();
    List<Suppressed> suppressed = new ArrayList<>();
    for (Finding finding : findings) {
      if (filter.keeps(finding)) {
        Optional<IgnoreRule> rule = rules.covering(finding, inventory.operatingSystem(), today);
        rule.map(one -> suppress(finding, one))
            .ifPresentOrElse(suppressed::add, () -> kept.add(finding));
      }
    }
    Decision decision = decide(kept, inventory, evidence, today);
    return new Verdict(
        kept,
        suppressed,
        decision.outcome(),
        decision.exitCode(),
        decision.reason(),
        rules.expired(today).stream().toList());
  }

  private static Suppressed suppress(Finding finding, IgnoreRule rule) {
    return new Suppressed(finding, rule.status(), rule.statement(), rule.source());
  }

  private record Decision(Outcome outcome, int exitCode, String reason) {
    private static final Decision PASSED = new Decision(Outcome.PASSED, ExitCode.OK.code(), "");
  }

  private Decision decide(
      List<Finding> kept, Inventory inventory, Optional<Evidence> evidence, LocalDate today) {
    int endOfLife = gate.exitOnEndOfLife().orElse(0);
    if (endOfLife != 0
        && inventory.operatingSystem().filter(os -> os.isEndOfLife(today)).isPresent()) {
      return new Decision(
          Outcome.END_OF_LIFE, endOfLife, "the distribution is past its end of life");
    }
    if (gate.isAsked() && !kept.isEmpty()) {
      return new Decision(
          Outcome.FINDINGS, gate.exitCode().orElse(0), count(kept.size(), "finding"));
    }
    String missing = missing(inventory, evidence);
    return missing.isEmpty()
        ? Decision.PASSED
        : new Decision(Outcome.INCOMPLETE, ExitCode.INPUT.code(), missing);
  }

  /// What stands between the evidence and a clean answer; empty where nothing does, or nobody
  /// asked.
  private String missing(Inventory inventory, Optional<Evidence> evidence) {
    Optional<Gate.Demand> said = gate.evidence();
    boolean wholeFiles = gate.isAsked() || said.filter(Gate.Demand.FULL::equals).isPresent();
    if (wholeFiles && !inventory.gaps().isEmpty()) {
      return count(inventory.gaps().size(), "gap") + ", so nobody can say that there is nothing";
    }
    Gate.Demand demand = said.orElse(gate.isAsked() ? Gate.Demand.ATTESTED : Gate.Demand.ANY);
    Grade weakest =
        switch (demand) {
          case FULL -> Grade.FULL;
          case ATTESTED -> Grade.ATTESTED;
          case ANY -> Grade.PEEK;
        };
    Optional<Grade> grade = evidence.map(Evidence::grade);
    boolean tooWeak = grade.filter(one -> one.compareTo(weakest) > 0).isPresent();
    return tooWeak
        ? "the evidence is " + grade.get().word() + ", asked for was " + weakest.word()
        : "";
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
