package dev.assay.model;

/// One layer of an image, as its manifest and configuration describe it.
///
/// @param digest of the bytes as the registry stores them
/// @param diffId of the tar archive inside, as the configuration claims it
/// @param sizeBytes as the registry stores it
/// @param createdBy the instruction that made it, or empty
public record Layer(Digest digest, Digest diffId, long sizeBytes, String createdBy) {}
