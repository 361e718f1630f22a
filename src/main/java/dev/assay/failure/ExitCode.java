package dev.assay.failure;

/// What the process answers to its caller. The one list of them; `Main` alone exits.
public enum ExitCode {
  /// All is well, or findings exist and no gate was asked for.
  OK(0),
  /// Findings pass the filter and a gate without a number of its own was asked for.
  GATE(1),
  /// The command line or a configuration file is wrong.
  USAGE(2),
  /// Input cannot be read or is damaged, or evidence is incomplete where completeness was asked
  /// for.
  INPUT(3),
  /// The network, a credential or a rate limit stood in the way, or there is no usable database.
  REMOTE(4),
  /// A bug of ours.
  BUG(70),
  /// Stopped by Ctrl-C.
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The process's exit status.
  public int code() {
    return code;
  }
}
