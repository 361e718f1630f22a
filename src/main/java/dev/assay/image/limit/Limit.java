package dev.assay.image.limit;

/// A bound on what hostile input may cost. Its word stands in messages and after `--limit`.
public enum Limit {
  /// Bytes of one file given to an analyzer; a longer file is a gap.
  FILE_BYTES("file-bytes", 200L << 20),
  /// Folders a wanted file may lie below; a deeper one is a gap.
  PATH_DEPTH("path-depth", 256),
  /// Characters of a wanted file's path; a longer one is a gap.
  PATH_LENGTH("path-length", 4096),
  /// Entries of one layer.
  LAYER_ENTRIES("layer-entries", 2_000_000),
  /// Symbolic and hard links of one layer.
  LAYER_LINKS("layer-links", 300_000),
  /// Bytes of one layer's tar archive.
  LAYER_BYTES("layer-bytes", 64L << 30),
  /// How many times larger a layer may become when it is unpacked, beyond its first 256 MiB.
  LAYER_RATIO("layer-ratio", 250),
  /// Bytes of memory that what is learnt from one layer may take, roughly.
  LAYER_INVENTORY("layer-inventory", 100L << 20),
  /// The same for all layers of an image.
  IMAGE_INVENTORY("image-inventory", 100L << 20),
  /// Bytes of all tar archives of an image.
  IMAGE_BYTES("image-bytes", 256L << 30),
  /// Files and folders below a folder that is scanned.
  FOLDER_ENTRIES("folder-entries", 20_000_000),
  /// Bytes of all files below it that are given to analyzers.
  FOLDER_BYTES("folder-bytes", 16L << 30),
  /// Bytes of memory that what is learnt from it may take, roughly.
  FOLDER_INVENTORY("folder-inventory", 100L << 20),
  /// Bytes of memory that what a bill of materials lists may take, roughly.
  SBOM_INVENTORY("sbom-inventory", 100L << 20);

  private final String word;
  private final long standard;

  Limit(String word, long standard) {
    this.word = word;
    this.standard = standard;
  }

  /// Its name on the command line.
  public String word() {
    return word;
  }

  /// The bound where the user sets none.
  public long standard() {
    return standard;
  }

  /// What to do about it.
  public String hint() {
    return "raise the limit with `--limit " + word + "=N` if you trust what is scanned";
  }
}
