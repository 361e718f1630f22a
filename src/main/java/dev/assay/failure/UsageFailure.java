package dev.assay.failure;

/// The command line or a configuration file asks for something that does not exist.
public final class UsageFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public UsageFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint helps with.
  public UsageFailure(String message) {
    this(message, "");
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.USAGE;
  }
}
