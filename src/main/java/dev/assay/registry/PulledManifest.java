package dev.assay.registry;

import dev.assay.model.Digest;
import java.util.List;
import java.util.Optional;

/// A manifest as it came: its exact bytes, what they say, and the digest they were checked against.
public final class PulledManifest {
  private final byte[] content;
  private final Manifest manifest;
  private final Digest digest;
  private final String entityTag;

  /// @param digest that the bytes were checked against
  /// @param entityTag stands for what the tag holds, or is empty
  public PulledManifest(byte[] content, Manifest manifest, Digest digest, String entityTag) {
    this.content = content.clone();
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

  /// As a list of referrers names it: with its artifact type and annotations.
  public Descriptor asReferrer() {
    return new Descriptor(
        manifest.mediaType(),
        digest,
        content.length,
        manifest.annotations(),
        Optional.empty(),
        List.of(),
        manifest.kind());
  }

  /// What the registry's `ETag` says, or empty: to store another under the same tag only where it
  /// is still this one.
  public String entityTag() {
    return entityTag;
  }
}
