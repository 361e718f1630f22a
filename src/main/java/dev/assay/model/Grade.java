package dev.assay.model;

/// How a layer's content came to be known, from the strongest proof to the weakest.
public enum Grade {
  /// Every byte was read and its digest checked, now or when the analysis was cached.
  FULL,
  /// An inventory or SBOM signed by someone the user trusts.
  ATTESTED,
  /// Parts were read with the help of an index, each checked against the index's digests.
  INDEXED,
  /// Nothing proves it complete.
  PARTIAL
}
