package dev.assay.policy;

import static dev.assay.policy.Samples.finding;
import static dev.assay.policy.Samples.high;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Evidence;
import dev.assay.model.Finding;
import dev.assay.model.Gap;
import dev.assay.model.Grade;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.policy.Gate.Demand;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PolicyTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

  /// `-` stands for what was not said.
  @ParameterizedTest
  @CsvSource({
    "-, -, some, none, FULL, 0, PASSED",
    "-, -, none, some, FULL, 0, PASSED",
    "0, -, some, some, FULL, 0, PASSED",
    "1, -, some, none, FULL, 1, FINDINGS",
    "1, -, none, none, FULL, 0, PASSED",
    "1, -, none, some, FULL, 3, INCOMPLETE",
    "1, -, some, some, FULL, 1, FINDINGS",
    "9, -, some, some, PEEK, 9, FINDINGS",
    "1, -, none, none, ATTESTED, 0, PASSED",
    "1, -, none, none, INDEXED, 3, INCOMPLETE",
    "1, any, none, none, INDEXED, 0, PASSED",
    "1, any, none, some, INDEXED, 3, INCOMPLETE",
    "1, full, none, none, ATTESTED, 3, INCOMPLETE",
    "1, full, some, none, ATTESTED, 1, FINDINGS",
    "-, full, none, some, FULL, 3, INCOMPLETE",
    "-, full, some, some, FULL, 3, INCOMPLETE",
    "-, full, some, none, FULL, 0, PASSED",
    "-, full, none, none, ATTESTED, 3, INCOMPLETE",
    "-, attested, none, none, ATTESTED, 0, PASSED",
    "-, attested, none, none, INDEXED, 3, INCOMPLETE",
    "-, any, none, some, PEEK, 0, PASSED",
  })
  void answersWithTheExitCodeOfTheContract(
      String exitCode,
      String demand,
      String findings,
      String gaps,
      Grade grade,
      int code,
      Outcome outcome) {
    Gate gate =
        new Gate(
            exitCode.equals("-") ? Optional.empty() : Optional.of(Integer.parseInt(exitCode)),
            Optional.empty(),
            Arrays.stream(Demand.values())
                .filter(one -> one.name().equalsIgnoreCase(demand))
                .findFirst());
    Inventory inventory =
        new Inventory(
            Optional.empty(),
            List.of(),
            gaps.equals("some") ? List.of(new Gap("a", 1, "broken")) : List.of());
    List<Finding> found = findings.equals("some") ? List.of(high("CVE-2020-1")) : List.of();

    Verdict verdict =
        new Policy(Filter.NONE, IgnoreRules.NONE, gate)
            .judge(found, inventory, Optional.of(new Evidence(grade, List.of())), TODAY);

    assertEquals(outcome, verdict.outcome());
    assertEquals(code, verdict.exitCode());
    assertEquals(code == 0, verdict.reason().isEmpty());
  }

  @Test
  void countsOnlyWhatTheFilterKeeps() {
    Filter filter =
        new Filter(
            EnumSet.of(Severity.HIGH, Severity.CRITICAL), Set.of(Status.UNDER_INVESTIGATION), true);
    List<Finding> findings =
        List.of(
            high("CVE-2020-1"),
            finding("CVE-2020-2", Severity.LOW, Status.FIXED),
            finding("CVE-2020-3", Severity.HIGH, Status.AFFECTED),
            finding("CVE-2020-4", Severity.HIGH, Status.UNDER_INVESTIGATION));

    Verdict verdict = judge(new Policy(filter, IgnoreRules.NONE, Gate.NONE), findings);

    assertEquals(List.of(findings.getFirst()), verdict.kept());
    assertEquals(List.of(), verdict.suppressed());
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void takesWhatHasNoFixForUnfixed(Status status) {
    Filter filter = new Filter(EnumSet.allOf(Severity.class), Set.of(), true);
    boolean kept =
        switch (status) {
          case FIXED, NOT_AFFECTED, UNDER_INVESTIGATION -> true;
          case UNKNOWN, AFFECTED, WILL_NOT_FIX, FIX_DEFERRED, END_OF_LIFE -> false;
        };
    assertEquals(kept, filter.keeps(finding("CVE-2020-1", Severity.LOW, status)));
  }

  @Test
  void suppressesWhatARuleNamesAndPassesTheGate() {
    IgnoreRules rules =
        new IgnoreRules(
            IgnoreText.parse(".trivyignore", "CVE-2020-1 # not reachable", Assertions::fail));
    Policy policy =
        new Policy(
            Filter.NONE, rules, new Gate(Optional.of(1), Optional.empty(), Optional.empty()));

    Verdict verdict = judge(policy, List.of(high("CVE-2020-1")));

    assertEquals(0, verdict.exitCode());
    assertEquals("not reachable", verdict.suppressed().getFirst().statement());
    assertEquals(".trivyignore", verdict.suppressed().getFirst().source());
    assertEquals("ignored", verdict.suppressed().getFirst().status());
  }

  @Test
  void asksForTheEndOfLifeFirst() {
    Gate gate = new Gate(Optional.of(1), Optional.of(5), Optional.empty());
    Policy policy = new Policy(Filter.NONE, IgnoreRules.NONE, gate);
    OperatingSystem old =
        new OperatingSystem("alpine", "3.10.9", "", Optional.of(LocalDate.of(2021, 5, 1)));
    Inventory inventory = new Inventory(Optional.of(old), List.of(), List.of());

    Verdict verdict = policy.judge(List.of(high("CVE-2020-1")), inventory, Optional.empty(), TODAY);

    assertEquals(5, verdict.exitCode());
    assertEquals(Outcome.END_OF_LIFE, verdict.outcome());
    assertEquals(
        1,
        policy
            .judge(
                List.of(high("CVE-2020-1")), inventory, Optional.empty(), LocalDate.of(2021, 5, 1))
            .exitCode());
  }

  @Test
  void takesTheWorstOfSeveralImages() {
    Verdict clean = verdict(Outcome.PASSED, 0);
    Verdict gaps = verdict(Outcome.INCOMPLETE, 3);
    Verdict findings = verdict(Outcome.FINDINGS, 1);
    Verdict unreadable = Verdict.of(new InputFailure("cannot read a: broken"));
    Verdict remote = Verdict.of(new RemoteFailure("cannot reach a"));

    assertEquals(0, Verdict.exitCode(List.of(clean, clean)));
    assertEquals(3, Verdict.exitCode(List.of(clean, gaps)));
    assertEquals(3, Verdict.exitCode(List.of(gaps, findings, clean)));
    assertEquals(3, Verdict.exitCode(List.of(verdict(Outcome.FINDINGS, 0), gaps)));
    assertEquals(3, Verdict.exitCode(List.of(findings, unreadable)));
    assertEquals(4, Verdict.exitCode(List.of(unreadable, remote, findings)));
    assertEquals(0, Verdict.exitCode(List.of()));
  }

  private static Verdict verdict(Outcome outcome, int code) {
    return new Verdict(List.of(), List.of(), outcome, code, "", List.of());
  }

  private static Verdict judge(Policy policy, List<Finding> findings) {
    Inventory inventory = new Inventory(Optional.empty(), List.of(), List.of());
    return policy.judge(findings, inventory, Optional.empty(), TODAY);
  }
}
