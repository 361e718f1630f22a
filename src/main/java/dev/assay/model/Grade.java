package dev.assay.model;

import java.util.Locale;

/// How a layer's content came to be known, from the strongest proof to the weakest. Evidence of any
/// grade can show that a vulnerability is present; only the first two can show that there is none.
public enum Grade {
  /// Every byte was read and its digest checked, now or when the analysis was cached.
  FULL,
  /// An inventory or SBOM signed by someone the user trusts.
  ATTESTED,
  /// Parts were read with the help of an index, each checked against the index's digests.
  INDEXED,
  /// What the head and the tail of the layer happen to hold.
  PEEK;

  /// As reports spell it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
