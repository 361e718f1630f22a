/// Artifacts that belong to an image: SBOMs, signatures, attestations, inventories, anything. Each
/// is a manifest whose `subject` is the image's; a registry lists them under its referrers API, or
/// clients keep the list themselves, in an index under a tag made of the image's digest.
///
/// Source:
/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidelines-for-artifact-usage>,
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#enabling-the-referrers-api>
@NullMarked
package dev.assay.registry.artifact;

import org.jspecify.annotations.NullMarked;
