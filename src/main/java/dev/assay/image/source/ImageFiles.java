package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// The files an image is kept in, by path: a folder's, or an archive's. Paths have no leading `/`.
interface ImageFiles extends Closeable {
  /// What messages call the whole: the path as the user typed it.
  String name();

  /// The whole of a small file, or empty where there is none of that path.
  ///
  /// @throws InputFailure where it is longer than `limit`, or cannot be read
  Optional<byte[]> document(String path, int limit) throws IOException;

  /// A file that may be a layer, or empty where there is none of that path.
  Optional<LayerFile> layer(String path) throws IOException;

  /// The document, which must be there.
  default byte[] required(String path, int limit) throws IOException {
    return document(path, limit)
        .orElseThrow(
            () -> new InputFailure("cannot read " + name() + ": it has no `" + path + "`"));
  }
}
