package dev.assay.model;

/// A finding that the user chose not to count.
///
/// @param finding what
/// @param status why: `ignored`, or a VEX status such as `not_affected`
/// @param statement the user's reason, or empty
/// @param source the file that says so
public record Suppressed(Finding finding, String status, String statement, String source) {}
