package dev.assay.format.tar;

/// What an entry of an archive is.
public enum TarKind {
  FILE,
  HARD_LINK,
  SYMLINK,
  FOLDER,
  /// A device, a pipe, or a kind that no runtime unpacks.
  OTHER
}
