package dev.assay.failure;

/// What was to be read is missing, damaged, or over a limit.
public final class InputFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public InputFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint helps with.
  public InputFailure(String message) {
    this(message, "");
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.INPUT;
  }
}
