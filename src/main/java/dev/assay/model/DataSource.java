package dev.assay.model;

/// Who published an advisory.
///
/// @param id short word, Trivy's where Trivy has the source: `alpine`, `debian`, `ubuntu`, `ghsa`,
///   `osv`, `nvd`, …
/// @param name for people
/// @param url where it is published
public record DataSource(String id, String name, String url) {}
