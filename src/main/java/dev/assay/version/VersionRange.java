package dev.assay.version;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import java.util.List;

/// Whether a version lies in what an advisory calls affected.
public final class VersionRange {
  private VersionRange() {}

  /// Whether the range holds the version: from `introduced` on or after it, before `fixed`, up to
  /// and including `lastAffected`.
  public static boolean holds(VersionScheme scheme, AffectedRange range, String version) {
    return isIntroduced(scheme, range, version)
        && (range.fixed().isEmpty() || isBefore(scheme, version, range.fixed()))
        && (range.lastAffected().isEmpty() || scheme.compare(version, range.lastAffected()) <= 0);
  }

  /// Whether the advisory's ranges or its list of versions hold the version.
  public static boolean affects(VersionScheme scheme, Advisory advisory, String version) {
    for (AffectedRange range : advisory.ranges()) {
      if (holds(scheme, range, version)) {
        return true;
      }
    }
    return lists(scheme, advisory.versions(), version);
  }

  /// Whether the version is in the list: as the same text, or as an equal version where the scheme
  /// can read both.
  public static boolean lists(VersionScheme scheme, List<String> versions, String version) {
    boolean readable = scheme.isValid(version);
    for (String listed : versions) {
      if (listed.equals(version)
          || (readable && scheme.compare(listed, version) == 0 && scheme.isValid(listed))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIntroduced(VersionScheme scheme, AffectedRange range, String version) {
    String introduced = range.introduced();
    if (range.excludesIntroduced()) {
      return scheme.compare(version, introduced) > 0;
    }
    return isStart(introduced) || scheme.compare(version, introduced) >= 0;
  }

  /// `0` stands for the beginning, also where a scheme knows versions before it (`0~rc1`).
  private static boolean isBefore(VersionScheme scheme, String version, String fixed) {
    return !fixed.equals("0") && scheme.compare(version, fixed) < 0;
  }

  private static boolean isStart(String introduced) {
    return introduced.isEmpty() || introduced.equals("0");
  }
}
