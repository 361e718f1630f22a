package dev.assay.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// When the answer is no.
///
/// @param exitCode for findings that pass the filter; empty or 0 where they are no reason to fail
/// @param exitOnEndOfLife for a distribution past its end of life; empty or 0 where it is none
/// @param evidence what a clean answer must rest on, where the user said so
public record Gate(
    Optional<Integer> exitCode, Optional<Integer> exitOnEndOfLife, Optional<Demand> evidence) {
  /// Nothing fails.
  public static final Gate NONE = new Gate(Optional.empty(), Optional.empty(), Optional.empty());

  private static final List<Integer> TAKEN = List.of(2, 3, 4, 70);

  /// The word after `--require-evidence`.
  public enum Demand {
    /// Every byte was read and nothing was left out.
    FULL,
    /// Every byte was read, or someone the user trusts signed for it.
    ATTESTED,
    /// Whatever there is.
    ANY
  }

  /// Whether findings fail.
  boolean isAsked() {
    return exitCode.orElse(0) != 0;
  }

  /// What the user should know about the numbers chosen.
  public List<String> warnings() {
    return Stream.of(exitCode, exitOnEndOfLife)
        .flatMap(Optional::stream)
        .filter(TAKEN::contains)
        .distinct()
        .map(code ->
            "exit code "
                + code
                + " for findings also means "
                + meaning(code)
                + ": a pipeline cannot tell them apart")
        .toList();
  }

  private static String meaning(int code) {
    return switch (code) {
      case 2 -> "wrong usage";
      case 3 -> "unreadable input";
      case 4 -> "remote trouble";
      default -> "a bug of Assay";
    };
  }
}
