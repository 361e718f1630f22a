package dev.assay.image.index;

/// A part of a layer's stored bytes.
///
/// @param from offset of its first byte
/// @param to offset behind its last byte
public record Stretch(long from, long to) {
  /// How many bytes it has.
  public int bytes() {
    return Math.toIntExact(to - from);
  }
}
