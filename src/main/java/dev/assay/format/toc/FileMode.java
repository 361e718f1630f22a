package dev.assay.format.toc;

/// Who may do what with a file, as indexes have it from the archive.
final class FileMode {
  private static final long ANYBODY_EXECUTES = 0111;

  private FileMode() {}

  /// Whether somebody may execute it. No bit at all is what an index leaves that says nothing.
  static boolean isExecutable(long mode) {
    return mode == 0 || (mode & ANYBODY_EXECUTES) != 0;
  }
}
