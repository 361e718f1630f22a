package dev.assay.registry.artifact;

import dev.assay.registry.Descriptor;
import dev.assay.registry.PulledManifest;
import java.util.Optional;

/// An artifact about an image, as a list names it.
///
/// @param descriptor of its manifest, with its artifact type and annotations
/// @param manifest where it had to be read to know that much; else it is yet to be read, and what
///   it says of its subject to be checked
public record Referrer(Descriptor descriptor, Optional<PulledManifest> manifest) {
  /// What kind of artifact it is.
  public String artifactType() {
    return descriptor.artifactType();
  }
}
