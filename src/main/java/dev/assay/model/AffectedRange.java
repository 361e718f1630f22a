package dev.assay.model;

/// A stretch of affected versions in the order of the ecosystem's version scheme.
///
/// @param introduced first affected version; empty or `0`: from the beginning
/// @param fixed first version no longer affected, or empty
/// @param lastAffected last affected version, or empty; not used together with `fixed`
public record AffectedRange(String introduced, String fixed, String lastAffected) {
  /// Every version there is.
  public static final AffectedRange ALL = new AffectedRange("", "", "");

  /// Every version before `fixed`.
  public static AffectedRange before(String fixed) {
    return new AffectedRange("", fixed, "");
  }
}
