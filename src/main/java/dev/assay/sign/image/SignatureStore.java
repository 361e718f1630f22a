package dev.assay.sign.image;

import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import java.util.List;
import java.util.Optional;

/// Where an image's signatures lie.
public interface SignatureStore {
  /// `host/repository`, or the layout's folder.
  String name();

  /// What refers to the image.
  ///
  /// @throws dev.assay.failure.RemoteFailure where that cannot be told
  Found referrers(Digest image);

  /// The manifest under the tag that cosign derives from an image's digest.
  ///
  /// @param suffix `sig` or `att`
  Optional<ImageManifest> tagged(Digest image, String suffix);

  /// A blob, its digest checked.
  ///
  /// @throws dev.assay.failure.InputFailure where it is gone, damaged or longer than `most`
  /// @throws dev.assay.failure.RemoteFailure where it cannot be had
  byte[] blob(Descriptor blob, int most);

  /// Manifests that refer to an image by their own word, and those that turned out not to.
  ///
  /// @param broken digest and reason of each that could not be read
  record Found(List<ImageManifest> manifests, List<Broken> broken) {
    public Found {
      manifests = List.copyOf(manifests);
      broken = List.copyOf(broken);
    }
  }

  /// A referrer that does not hold.
  record Broken(String place, String problem) {}
}
