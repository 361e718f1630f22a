package dev.assay.image.index;

import java.io.IOException;
import java.util.List;

/// A layer's stored bytes, of which parts can be had in any order. Safe for several threads.
public interface Ranges {
  /// How many bytes there are.
  long sizeBytes();

  /// Reads a part; nothing says that the bytes are the right ones.
  ///
  /// @throws IOException where they do not arrive, or no parts are given
  byte[] read(long from, int length) throws IOException;

  /// Whether `readMany` takes one request. Finding out may take one, too.
  ///
  /// @throws IOException where that cannot be told
  boolean givesManyAtOnce() throws IOException;

  /// Reads parts, in one request where `givesManyAtOnce`, else in one for each.
  ///
  /// @param parts in order
  /// @return the content of each
  /// @throws IOException where they do not arrive, or no parts are given
  List<byte[]> readMany(List<Stretch> parts) throws IOException;

  /// How many bytes arrived so far.
  long movedBytes();
}
