package dev.assay.model;

import java.util.Locale;

/// A way of learning what is in an image or a layer, the cheapest first. Each but `PEEKED` gives a
/// complete answer.
public enum Rung {
  /// The manifest was analysed before.
  KNOWN,
  /// An inventory that someone the user trusts signed is attached to the image.
  ATTACHED,
  /// The layer was analysed before, in whatever image.
  REUSED,
  /// What both ends of the layer happen to hold was read, and no more was asked for. The only one
  /// whose answer is not complete.
  PEEKED,
  /// An index says where the files that matter are; only they were fetched.
  INDEXED,
  /// Every byte of the layer was read.
  STREAMED;

  /// As reports and the command line spell it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
