package dev.assay.image.attached;

import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import java.util.Optional;

/// Who is trusted to say what is in an image.
public interface AttachedTrust {
  /// Whoever vouches for an artifact, of those that the user trusts.
  ///
  /// @param artifact its manifest, whose bytes have been checked
  /// @return in words for the evidence, such as `key sha256:…`; empty where nobody does
  /// @throws dev.assay.failure.RemoteFailure where that cannot be told
  Optional<String> signer(ContentStore registry, ImageRef repository, Digest artifact);
}
