package dev.assay.model;

import org.jspecify.annotations.Nullable;

/// One layer of an image, as its manifest and configuration describe it.
///
/// @param digest of the bytes as the registry stores them
/// @param diffId of the tar archive inside, as the configuration claims it
/// @param sizeBytes as the registry stores it
/// @param createdBy the instruction that made it, or empty
public record Layer(Digest digest, Digest diffId, long sizeBytes, String createdBy) {
  /// Spelled out, as `hashCode`: what a record has of itself links code when it is first used, in
  /// 10 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Layer layer
            && digest.equals(layer.digest)
            && diffId.equals(layer.diffId)
            && sizeBytes == layer.sizeBytes
            && createdBy.equals(layer.createdBy));
  }

  @Override
  public int hashCode() {
    return 31 * digest.hashCode() + createdBy.hashCode();
  }
}
