package dev.assay.model;

import java.util.Locale;

/// What a source says about a vulnerability in a package; the words are Trivy's.
public enum Status {
  UNKNOWN,
  NOT_AFFECTED,
  AFFECTED,
  FIXED,
  UNDER_INVESTIGATION,
  WILL_NOT_FIX,
  FIX_DEFERRED,
  END_OF_LIFE;

  /// As reports write it, such as `will_not_fix`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
