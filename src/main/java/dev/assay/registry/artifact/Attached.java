package dev.assay.registry.artifact;

import dev.assay.model.Digest;

/// An artifact that is now listed under its subject.
///
/// @param digest of its manifest
/// @param subject what it is about
/// @param way who keeps the list
public record Attached(Digest digest, Digest subject, ReferrerList.Way way) {}
