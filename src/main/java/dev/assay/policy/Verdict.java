package dev.assay.policy;

import dev.assay.failure.ExitCode;
import dev.assay.failure.Failure;
import dev.assay.model.Finding;
import dev.assay.model.KeyOrder;
import dev.assay.model.Suppressed;
import java.util.List;

/// What the policy says about one artifact.
///
/// @param kept the findings that count, in report order
/// @param suppressed what the user's rules took out
/// @param outcome how it came out
/// @param exitCode what the process answers for this artifact
/// @param reason why the exit code is not 0, in a clause; empty where it is
/// @param notices sentences for the report, such as rules that expired
public record Verdict(
    List<Finding> kept,
    List<Suppressed> suppressed,
    Outcome outcome,
    int exitCode,
    String reason,
    List<String> notices) {
  public Verdict {
    kept = List.copyOf(kept);
    suppressed = List.copyOf(suppressed);
    notices = List.copyOf(notices);
  }

  /// The verdict on an artifact that could not be scanned.
  public static Verdict of(Failure failure) {
    Outcome outcome = failure.exitCode() == ExitCode.REMOTE ? Outcome.REMOTE : Outcome.UNREADABLE;
    String reason = failure.getMessage() == null ? "" : failure.getMessage();
    return new Verdict(List.of(), List.of(), outcome, failure.exitCode().code(), reason, List.of());
  }

  /// The exit code of a run over several artifacts: the worst one's.
  public static int exitCode(List<Verdict> verdicts) {
    return verdicts.stream()
        .max(
            KeyOrder.by(Verdict::outcome)
                .thenComparing((a, b) -> Integer.compare(a.exitCode, b.exitCode)))
        .map(Verdict::exitCode)
        .orElse(ExitCode.OK.code());
  }
}
