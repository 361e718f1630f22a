package dev.assay.failure;

/// What was to be read is missing, damaged, or over a limit.
public final class InputFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public InputFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint of its own helps with.
  public InputFailure(String message) {
    this(message, "");
  }

  @Override
  String usualAdvice() {
    return "check that it is whole, of the kind you mean and readable; --debug shows where it"
        + " ended";
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.INPUT;
  }
}
