package dev.assay.sign.check;

/// What is demanded of a signature besides itself.
///
/// @param withoutLog accept what is in no transparency log
/// @param withoutSct accept certificates that no certificate log has promised to publish
public record Strictness(boolean withoutLog, boolean withoutSct) {
  /// All of it.
  public static final Strictness FULL = new Strictness(false, false);
}
