package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.model.LayerInventory;
import java.io.IOException;
import java.io.InputStream;

/// A layer's file: bytes that can be opened, or what was learnt from bytes that are gone.
sealed interface LayerFile {
  /// As it is stored.
  long sizeBytes();

  /// Bytes that stay.
  ///
  /// @param opener opens them anew each time
  record Stored(long sizeBytes, Opener opener) implements LayerFile {}

  /// Bytes that passed.
  record Passed(LayerInventory inventory) implements LayerFile {
    @Override
    public long sizeBytes() {
      return inventory.sizeBytes();
    }
  }

  /// Bytes that passed and were no layer; it matters only to an image that needs them.
  record Damaged(long sizeBytes, InputFailure problem) implements LayerFile {}

  /// Opens bytes from the first one on.
  interface Opener {
    InputStream open() throws IOException;
  }
}
