package dev.assay.registry;

import dev.assay.model.Digest;
import dev.assay.model.ImageRef;

/// Which referrers are wanted.
///
/// @param repository where they are; tag and digest do not count
/// @param subject the manifest they are about
/// @param artifactType of the only kind that is wanted, or empty for all
public record ReferrerQuery(ImageRef repository, Digest subject, String artifactType) {}
