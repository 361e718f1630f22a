package dev.assay.image;

import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import java.util.List;

/// Lays the layers of an image over each other.
public final class InventoryMerge {
  private InventoryMerge() {}

  /// What is visible when all layers are in place.
  ///
  /// @param lowestFirst what each layer's bytes say
  /// @param layers the same layers as the image describes them
  public static Inventory merge(List<LayerInventory> lowestFirst, List<Layer> layers) {
    throw new UnsupportedOperationException();
  }
}
