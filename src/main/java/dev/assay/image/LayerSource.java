package dev.assay.image;

import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.Ranges;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

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

  /// An index of the layer, where somebody says that there is one and parts of the layer can be
  /// had.
  ///
  /// @param searches whether to look for one that neither layer nor manifest speak of
  /// @throws dev.assay.failure.Failure where that cannot be told
  default Optional<IndexClaim> index(boolean searches) {
    return Optional.empty();
  }

  /// The layer's bytes in parts, where they are kept in such a way that this saves anything.
  default Optional<Ranges> parts() {
    return Optional.empty();
  }
}
