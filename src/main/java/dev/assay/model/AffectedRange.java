package dev.assay.model;

/// A stretch of affected versions in the order of the ecosystem's version scheme.
///
/// @param introduced first affected version, or the last one that is not affected before those that
///   are; empty or `0`: from the beginning
/// @param fixed first version no longer affected, or empty
/// @param lastAffected last affected version, or empty; not used together with `fixed`
/// @param excludesIntroduced whether `introduced` itself is not affected: `> 1.2`
public record AffectedRange(
    String introduced, String fixed, String lastAffected, boolean excludesIntroduced) {
  /// Every version there is.
  public static final AffectedRange ALL = new AffectedRange("", "", "");

  /// From `introduced` on, that version included.
  public AffectedRange(String introduced, String fixed, String lastAffected) {
    this(introduced, fixed, lastAffected, false);
  }

  /// Every version before `fixed`.
  public static AffectedRange before(String fixed) {
    return new AffectedRange("", fixed, "");
  }
}
