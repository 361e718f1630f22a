package dev.assay.image;

/// Bytes of memory that may still be used; an estimate.
final class Budget {
  private long left;

  Budget(long bytes) {
    this.left = bytes;
  }

  /// Takes that many, if there are so many.
  boolean take(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }
}
