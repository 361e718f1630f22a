package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.LayerInventory;

/// What the layers of an image come to together.
final class ImageSums {
  private final Limits limits;
  private long inventoryBytes;
  private long unpackedBytes;

  ImageSums(Limits limits) {
    this.limits = limits;
  }

  static InputFailure tooMuchToKeep(Limits limits) {
    return limits.passed(
        Limit.IMAGE_INVENTORY,
        "cannot read the image: what there is to keep of it takes more than",
        "bytes");
  }

  /// A layer counts however it came to be known: a second look must not answer otherwise.
  ///
  /// @throws InputFailure where all together are over a limit
  void add(LayerInventory layer) {
    inventoryBytes += Weight.of(layer);
    unpackedBytes += layer.unpackedBytes();
    if (inventoryBytes > limits.of(Limit.IMAGE_INVENTORY)) {
      throw tooMuchToKeep(limits);
    }
    if (unpackedBytes > limits.of(Limit.IMAGE_BYTES)) {
      throw limits.passed(
          Limit.IMAGE_BYTES, "cannot read the image: unpacked it has more than", "bytes");
    }
  }
}
