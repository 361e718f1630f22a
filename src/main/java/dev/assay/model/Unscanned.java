package dev.assay.model;

/// An artifact that could not be scanned: neither clean nor vulnerable.
///
/// @param artifactName as the user typed it
/// @param artifactType Trivy's word: `container_image`, `filesystem`, `repository`, …
/// @param problem what was tried and what is wrong
/// @param hint what to do about it; empty where nothing is known
/// @param exitCode what a run over it alone would answer
public record Unscanned(
    String artifactName, String artifactType, String problem, String hint, int exitCode)
    implements ScanResult {}
