package dev.assay.registry;

import dev.assay.model.Digest;

/// A manifest as it came: its exact bytes, what they say, and the digest they were checked against.
public final class PulledManifest {
  private final byte[] content;
  private final Manifest manifest;
  private final Digest digest;

  PulledManifest(byte[] content, Manifest manifest, Digest digest) {
    this.content = content;
    this.manifest = manifest;
    this.digest = digest;
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
}
