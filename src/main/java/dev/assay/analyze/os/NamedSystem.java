package dev.assay.analyze.os;

import dev.assay.model.OperatingSystem;
import java.util.Locale;

/// A distribution that somebody names, where there is no file to read it from.
public final class NamedSystem {
  private NamedSystem() {}

  /// The distribution.
  ///
  /// @param id as in `os-release`, or Trivy's word for the family
  /// @param release as the distribution writes it, or empty
  public static OperatingSystem of(String id, String release) {
    String family = OsReleaseAnalyzer.family(id.toLowerCase(Locale.ROOT));
    return new OperatingSystem(family, release, "", EndOfLife.of(family, release));
  }
}
