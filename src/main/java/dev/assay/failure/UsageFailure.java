package dev.assay.failure;

/// The command line or a configuration file asks for something that does not exist.
public final class UsageFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public UsageFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint of its own helps with.
  public UsageFailure(String message) {
    this(message, "");
  }

  @Override
  String usualAdvice() {
    return "see `assay help`";
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.USAGE;
  }
}
