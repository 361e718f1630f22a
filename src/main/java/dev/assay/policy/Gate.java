package dev.assay.policy;

import java.util.Optional;

/// When the answer is no.
///
/// @param exitCode for findings that pass the filter; empty or 0 where they are no reason to fail
/// @param exitOnEndOfLife for a distribution past its end of life; empty or 0 where it is none
/// @param evidence what a clean answer must rest on, where the user said so
public record Gate(
    Optional<Integer> exitCode, Optional<Integer> exitOnEndOfLife, Optional<Demand> evidence) {
  /// Nothing fails.
  public static final Gate NONE = new Gate(Optional.empty(), Optional.empty(), Optional.empty());

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
}
