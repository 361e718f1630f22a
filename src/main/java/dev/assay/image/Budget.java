package dev.assay.image;

/// Bytes of memory that may still be used; an estimate. A layer's share is taken from its image's
/// as well, so that layers which are read side by side cannot take more together than one after the
/// other. Safe for several threads.
final class Budget {
  private final Budget whole;
  private long left;

  /// All of an image's layers.
  Budget(long bytes) {
    this.whole = this;
    this.left = bytes;
  }

  /// @param whole what the same bytes are taken from, too
  Budget(long bytes, Budget whole) {
    this.whole = whole;
    this.left = bytes;
  }

  /// What the whole image has is used up.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("image over budget", null, false, false);
    }
  }

  /// Takes that many, if there are so many.
  ///
  /// @throws Exhausted where the whole has not
  boolean take(long bytes) {
    if (!takeOwn(bytes)) {
      return false;
    }
    if (whole != this && !whole.takeOwn(bytes)) {
      throw new Exhausted();
    }
    return true;
  }

  private synchronized boolean takeOwn(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }
}
