package dev.assay.image.index;

/// Whether layers are read by their indexes.
public enum IndexUse {
  /// Never: every byte is read.
  NEVER,
  /// Where that is quicker than to read the whole layer.
  QUICKER,
  /// Wherever there is one, looked for among what refers to the image, too.
  ALWAYS
}
