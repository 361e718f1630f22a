package dev.assay.image;

import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;

/// A layer's compressed bytes, wherever they are kept. Opening it again starts from the first byte.
public interface LayerSource {
  /// What the bytes must hash to.
  Digest digest();

  /// How many bytes the manifest announces.
  long sizeBytes();

  /// The descriptor's media type.
  String mediaType();

  /// The bytes, not yet verified: the reader of the layer checks digest and size.
  ///
  /// @throws IOException where they cannot be had
  InputStream open() throws IOException;
}
