package dev.assay.policy;

/// How one artifact came out, from the best to the worst: of several the worst counts.
public enum Outcome {
  /// Nothing stands against it, or no gate was asked for.
  PASSED,
  /// Findings pass the filter.
  FINDINGS,
  /// The distribution is past its end of life.
  END_OF_LIFE,
  /// Nothing was found, but not everything was seen, and that was asked for.
  INCOMPLETE,
  /// It could not be read.
  UNREADABLE,
  /// The network, a credential or the database stood in the way.
  REMOTE
}
