package dev.assay.model;

/// What came of one artifact that a run was asked for. Each has its place in every format, so that
/// nobody takes an artifact that is missing for one that is clean.
public sealed interface ScanResult permits Report, Unscanned {
  /// As the user typed it.
  String artifactName();

  /// Trivy's word for what it is: `container_image`, `filesystem`, `repository`, …
  String artifactType();
}
