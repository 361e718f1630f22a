package dev.assay.registry;

import dev.assay.model.Digest;

/// What a registry made of a manifest that it was sent.
///
/// @param digest of the manifest
/// @param isStored `false` where the tag no longer held what it had to
/// @param subject the digest that the registry says it has listed the manifest under, or empty
///   where it keeps no such lists or does not say
public record StoredManifest(Digest digest, boolean isStored, String subject) {}
