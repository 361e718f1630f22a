package dev.assay.format.toml;

/// A text breaks the format here.
final class TomlException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What is wrong, in a clause.
  final String problem;

  /// Whether there is no use in going on.
  final boolean isFatal;

  TomlException(String message) {
    this(message, false);
  }

  TomlException(String message, boolean isFatal) {
    super(message, null, false, false);
    this.problem = message;
    this.isFatal = isFatal;
  }
}
