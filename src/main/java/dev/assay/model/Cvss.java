package dev.assay.model;

/// A CVSS vector and its base score.
///
/// @param version `2.0`, `3.0`, `3.1` or `4.0`
/// @param vector as published
/// @param score from 0 to 10
public record Cvss(String version, String vector, double score) {}
