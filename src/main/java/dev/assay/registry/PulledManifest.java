package dev.assay.registry;

import dev.assay.model.Digest;

/// A manifest as it came: its exact bytes, what they say, and the digest they were checked against.
public final class PulledManifest {
  private final byte[] content;
  private final Manifest manifest;
  private final Digest digest;
  private final String entityTag;

  PulledManifest(byte[] content, Manifest manifest, Digest digest, String entityTag) {
    this.content = content;
    this.manifest = manifest;
    this.digest = digest;
    this.entityTag = entityTag;
  }

  public byte[] content() {
    return content.clone();
  }

  public Manifest manifest() {
    return manifest;
  }

  /// The digest it was asked by, else its SHA-256.
  public Digest digest() {
    return digest;
  }

  /// As others name it: its media type, the digest it was asked by, its size.
  public Descriptor descriptor() {
    return Descriptor.of(manifest.mediaType(), digest, content.length);
  }

  /// What the registry's `ETag` says, or empty: to store another under the same tag only where it
  /// is still this one.
  public String entityTag() {
    return entityTag;
  }
}
