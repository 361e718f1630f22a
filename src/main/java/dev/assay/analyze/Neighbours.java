package dev.assay.analyze;

import java.io.IOException;
import java.util.Optional;

/// The other files of the tree that an analyzer's file lies in: a lock file's manifest beside it, a
/// module's parent above it. Known in source trees alone; a layer passes by only once.
@FunctionalInterface
public interface Neighbours {
  /// Where no other file can be looked at.
  Neighbours NONE = (_, _) -> Optional.empty();

  /// The content of another file.
  ///
  /// @param path relative to the root, `/`-separated; `.` and `..` are understood, and what leads
  ///   out of the root is not there
  /// @param maxBytes a larger file counts as absent
  /// @return empty where there is no such file or it is skipped
  /// @throws IOException where its bytes do not arrive
  Optional<byte[]> read(String path, int maxBytes) throws IOException;
}
