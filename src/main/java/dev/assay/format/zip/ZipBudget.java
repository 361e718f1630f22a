package dev.assay.format.zip;

import dev.assay.failure.InputFailure;

/// How much an archive and the archives in it may unpack to. It grows with the bytes of the outer
/// archive that were read, so that the cost of a hostile archive stays in proportion to its size.
public final class ZipBudget {
  /// Enough for any small archive, however well it is packed.
  private static final long BASE_BYTES = 32L << 20;

  /// Classes and texts shrink to a fifth; nested archives count once on each level.
  private static final long RATIO = 60;

  private long packed;
  private long unpacked;

  /// Counts bytes that the outermost archive gave.
  void packed(long bytes) {
    packed += bytes;
  }

  /// Counts bytes that were unpacked, on whatever level.
  ///
  /// @throws InputFailure where they are too many
  void unpacked(long bytes) {
    unpacked += bytes;
    if (unpacked > BASE_BYTES + RATIO * packed) {
      throw new InputFailure(
          "it unpacks to more than " + RATIO + " times its size and " + BASE_BYTES + " bytes");
    }
  }
}
