package dev.assay.sbom;

/// The formats that are read.
public enum SbomFormat {
  CYCLONEDX("cyclonedx"),
  SPDX("spdx"),
  SYFT("syft-json");

  private final String word;

  SbomFormat(String word) {
    this.word = word;
  }

  /// As reports call an artifact of it.
  public String word() {
    return word;
  }
}
