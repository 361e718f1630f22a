package dev.assay.registry.artifact;

import dev.assay.failure.InputFailure;
import dev.assay.registry.ReferrerQuery;

/// What is read of lists of referrers, and of what they name, before it is too much: whoever may
/// write beside an image is not always who may fill the reader's memory.
final class ListBudget {
  private static final long MAX_BYTES = 48L << 20;

  private long left = MAX_BYTES;

  /// @throws InputFailure where it is too much
  void take(ReferrerQuery query, long bytes) {
    left -= bytes;
    if (left < 0) {
      throw tooMuch(query, MAX_BYTES + " bytes");
    }
  }

  static InputFailure tooMuch(ReferrerQuery query, String limit) {
    return new InputFailure(
        "cannot list what refers to "
            + query.repository().at(query.subject())
            + ": the list has more than the "
            + limit
            + " supported");
  }
}
