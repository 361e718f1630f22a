package dev.assay.analyze;

/// An analyzer that knows its files by how they begin, since their names have nothing in common:
/// programs. It is asked about files that no other analyzer wants by their path, and takes one of
/// any length, in bounded memory and in one pass.
public interface ContentAnalyzer extends Analyzer {
  /// How many bytes of a file `wantsContent` is shown; shorter files are never wanted.
  int FIRST_BYTES = 16;

  /// Whether it wants a file that begins so. Called for every file at a path that it `mayWant`.
  ///
  /// @param first `FIRST_BYTES` bytes
  boolean wantsContent(byte[] first);

  @Override
  boolean mayWant(String path);

  @Override
  default boolean wants(String path) {
    return false;
  }

  /// A file of which no more is known than what an index of its layer says.
  ///
  /// @param path one that it `mayWant`
  /// @param isExecutable whether somebody may execute it, or nobody says
  record Listed(String path, boolean isExecutable, long sizeBytes) {}

  /// Whether a file is worth fetching where only parts of a layer are: not one that has hundreds
  /// like it, none of which ever says anything.
  default boolean isWorthFetching(Listed file) {
    return true;
  }
}
