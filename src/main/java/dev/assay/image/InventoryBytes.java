package dev.assay.image;

import dev.assay.model.LayerInventory;
import java.io.IOException;

/// A layer's inventory as bytes: those of an entry of the analysis cache, the same for the same
/// inventory. The layout is in this package's description.
public final class InventoryBytes {
  /// No honest inventory is longer.
  public static final int MAX_BYTES = CacheEntry.MAX_BYTES;

  private InventoryBytes() {}

  /// The bytes.
  public static byte[] write(LayerInventory layer) {
    return CacheEntry.pack(out -> InventoryCodec.writeLayer(layer, out));
  }

  /// Reads them back.
  ///
  /// @throws IOException where they are damaged, or of another version
  public static LayerInventory read(byte[] content) throws IOException {
    try {
      return CacheEntry.unpack(content, InventoryCodec::readLayer);
    } catch (RuntimeException e) {
      throw new IOException("damaged", e);
    }
  }
}
