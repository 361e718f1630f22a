package dev.assay.image.index;

import java.io.IOException;

/// A layer's stored bytes, of which parts can be had in any order. Safe for several threads.
public interface Ranges {
  /// How many bytes there are.
  long sizeBytes();

  /// Reads a part; nothing says that the bytes are the right ones.
  ///
  /// @throws IOException where they do not arrive, or no parts are given
  byte[] read(long from, int length) throws IOException;

  /// How many bytes arrived so far.
  long movedBytes();
}
