package dev.assay.failure;

/// We know why we stop. The message says what we tried and what is wrong, in lower case and without
/// a full stop; the hint says what to do and may be empty. Anything else that is thrown is a bug,
/// except `IOException`, which says that bytes did not arrive.
public abstract sealed class Failure extends RuntimeException
    permits UsageFailure, InputFailure, RemoteFailure, DatabaseFailure {
  private static final long serialVersionUID = 1L;

  /// Longer than any message of ours; what is quoted from outside is bounded where it is quoted.
  private static final int MAX_CHARACTERS = 2_000;

  private final String hint;

  Failure(String message, String hint) {
    super(Printable.of(message, MAX_CHARACTERS));
    this.hint = Printable.of(hint, MAX_CHARACTERS);
  }

  /// What the user can do about it; empty where whoever failed knew of nothing.
  public final String hint() {
    return hint;
  }

  /// The hint, or, where there is none, what helps with most failures of its kind: what a user is
  /// told is never without.
  public final String advice() {
    return hint.isEmpty() ? usualAdvice() : hint;
  }

  abstract String usualAdvice();

  /// The exit code this failure leads to.
  public abstract ExitCode exitCode();
}
