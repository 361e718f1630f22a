package dev.assay.format.tar;

/// What an entry of an archive is.
public enum TarKind {
  FILE,
  HARD_LINK,
  SYMLINK,
  FOLDER,
  /// A device, a pipe, or the archive's own name.
  OTHER
}
