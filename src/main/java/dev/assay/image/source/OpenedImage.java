package dev.assay.image.source;

import dev.assay.image.ImageSource;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.util.Map;

/// An image and those of its layers that were read already, since their bytes came only once.
///
/// @param source the image; it can open the layers that were not read
/// @param read by the layer's digest
public record OpenedImage(ImageSource source, Map<Digest, LayerInventory> read) {
  public OpenedImage {
    read = Map.copyOf(read);
  }
}
