package dev.assay.failure;

/// The network, a credential, a rate limit or the time limit stood in the way.
public final class RemoteFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// @param message what we tried and what is wrong
  /// @param hint what to do about it, or empty
  public RemoteFailure(String message, String hint) {
    super(message, hint);
  }

  /// A failure that no hint of its own helps with.
  public RemoteFailure(String message) {
    this(message, "");
  }

  @Override
  String usualAdvice() {
    return "try again, and check network, proxy and credentials; --debug shows every request";
  }

  @Override
  public ExitCode exitCode() {
    return ExitCode.REMOTE;
  }
}
