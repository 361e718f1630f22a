package dev.assay.image;

import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import java.io.Closeable;
import java.io.IOException;

/// An image whose manifest and configuration have been read and verified, with its layers to be
/// read on demand: from a registry, an OCI layout, a Docker daemon or an archive.
public interface ImageSource extends Closeable {
  /// Manifest and configuration.
  ImageFacts facts();

  /// The bytes of one of the image's layers.
  LayerSource layer(Layer layer);

  /// Frees connections and files.
  @Override
  void close() throws IOException;
}
