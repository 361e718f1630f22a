package dev.assay.image;

import dev.assay.analyze.Analyzer;
import java.io.IOException;
import java.util.List;

/// What is done with a layer's files as they are come by: read at once where the bytes stream by,
/// or noted where they are fetched later.
interface FileTaker {
  /// A file.
  ///
  /// @param path where it ends up
  /// @param written its path in the archive
  record Place(String path, String written, Entry entry) {}

  /// A file that analyzers want for its path.
  void wanted(Place file, List<Analyzer> wanting) throws IOException;

  /// A file that some analyzer may want for how it begins.
  void candidate(Place file) throws IOException;

  /// An entry that takes the place of whatever was at that path.
  void replaced(String path);
}
