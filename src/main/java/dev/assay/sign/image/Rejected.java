package dev.assay.sign.image;

import dev.assay.sign.verdict.Reason;

/// A candidate that does not hold.
///
/// @param place where it was found
public record Rejected(String place, Reason reason, String detail) {}
