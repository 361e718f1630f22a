package dev.assay.image.peek;

import dev.assay.format.tar.TarKind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/// An entry that stands at one end of a layer.
///
/// @param path as written
/// @param link target of a link as written, else empty
/// @param order grows with each entry
/// @param sizeBytes of a file
/// @param content of a file; empty where some of it is not known
public record PeekedEntry(
    String path, TarKind kind, String link, long order, long sizeBytes, Optional<Content> content) {
  /// Gives the same bytes as often as it is asked.
  @FunctionalInterface
  public interface Content {
    /// From the first byte on.
    InputStream open();
  }

  static Content slice(byte[] bytes, int from, long length) {
    return () -> new ByteArrayInputStream(bytes, from, (int) length);
  }
}
