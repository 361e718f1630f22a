package dev.assay.model;

import java.util.List;

/// The image that was scanned.
///
/// @param reference as resolved, with its digest where it came from a registry
/// @param repoTags `repository:tag`
/// @param repoDigests `repository@digest`
/// @param manifestDigest of the platform's manifest
/// @param configDigest also known as the image id
/// @param platform what it is made for
/// @param configJson the configuration's bytes as text
/// @param layers in order, lowest first
/// @param sizeBytes of manifest, configuration and layers as stored
public record ImageFacts(
    String reference,
    List<String> repoTags,
    List<String> repoDigests,
    Digest manifestDigest,
    Digest configDigest,
    Platform platform,
    String configJson,
    List<Layer> layers,
    long sizeBytes) {
  public ImageFacts {
    repoTags = List.copyOf(repoTags);
    repoDigests = List.copyOf(repoDigests);
    layers = List.copyOf(layers);
  }
}
