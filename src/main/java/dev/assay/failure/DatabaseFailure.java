package dev.assay.failure;

/// There is no advisory database, or none that can be used.
public final class DatabaseFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public DatabaseFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint of its own helps with.
  public DatabaseFailure(String message) {
    this(message, "");
  }

  @Override
  String usualAdvice() {
    return "try again, or replace it: `assay db pull REF`, `assay db build --source NAME=PATH`";
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.REMOTE;
  }
}
