package dev.assay.registry;

import dev.assay.model.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One image, or another artifact in an image's clothes.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md>
///
/// @param mediaType OCI's or Docker's
/// @param digest SHA-256 of the bytes
/// @param sizeBytes length of the bytes
/// @param artifactType of an artifact that is no image, or empty
/// @param config the configuration's descriptor
/// @param layers lowest first
/// @param subject the manifest this one is about
/// @param annotations by name
public record ImageManifest(
    String mediaType,
    Digest digest,
    long sizeBytes,
    String artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    SortedMap<String, String> annotations)
    implements Manifest {
  public ImageManifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  @Override
  public String kind() {
    return artifactType.isEmpty() ? config.mediaType() : artifactType;
  }
}
