package dev.assay.image.index;

/// A stretch of a layer that is unpacked as a whole.
///
/// @param id what the index knows it by
/// @param from offset of its first stored byte
/// @param to offset behind its last stored byte
public record Block(int id, long from, long to) {
  /// Larger ones are not fetched: indexes are made with blocks of 4 MiB at most.
  static final int MAX_BYTES = 32 << 20;

  /// How many bytes are stored.
  public int storedBytes() {
    return Math.toIntExact(to - from);
  }
}
