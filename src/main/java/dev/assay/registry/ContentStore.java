package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Platform;
import dev.assay.net.HttpSettings;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/// A place of manifests and blobs, each known by its digest, some by a name: a registry, or a
/// folder on this machine that is laid out as one. What comes from either is checked alike.
public interface ContentStore {
  /// The run's deadline, clock and progress.
  HttpSettings settings();

  /// The manifest or index under a tag or digest; empty where there is none.
  ///
  /// @throws dev.assay.failure.Failure where that cannot be told, or other bytes come
  Optional<PulledManifest> findManifest(ImageRef ref);

  /// The manifest or index under a tag or digest; its bytes are checked against the digest.
  ///
  /// @throws InputFailure where there is none, or other bytes come
  PulledManifest manifest(ImageRef ref);

  /// Media type, digest and size of a manifest as the place claims them; empty where there is none
  /// or it does not say.
  Optional<Descriptor> look(ImageRef ref);

  /// A blob's bytes, not more than announced and not fewer, but the digest is the reader's to
  /// check.
  ///
  /// @param purpose for the receipt and messages: `layer`, `blob`
  /// @throws dev.assay.failure.Failure where it cannot be had
  InputStream openBlob(ImageRef ref, Descriptor blob, String purpose);

  /// Whether a repository has a blob.
  boolean hasBlob(ImageRef repository, Digest blob);

  /// How a blob came to be in a repository.
  enum Brought {
    PRESENT,
    /// The registry took it over from another of its repositories.
    MOUNTED,
    SENT
  }

  /// Brings a blob into a repository, unless it is there already, and tries first to have the
  /// registry take it over from another repository of its.
  ///
  /// @param content opened again for each attempt
  /// @param from that repository, or empty
  /// @throws dev.assay.failure.Failure where it is not taken
  Brought bringBlob(ImageRef repository, Digest blob, Request.Body content, String from);

  /// The same, from no other repository.
  ///
  /// @return whether it was sent
  default boolean pushBlob(ImageRef repository, Digest blob, Request.Body content) {
    return bringBlob(repository, blob, content, "") == Brought.SENT;
  }

  /// Stores a manifest or index under a tag, or, where the reference has one, its digest, and says
  /// what became of it. What it names must be there.
  ///
  /// @param ifMatch the entity tag of what the tag must still hold, or empty; registries that know
  ///   no conditions store it anyway
  StoredManifest storeManifest(ImageRef ref, byte[] content, String mediaType, String ifMatch);

  /// What became of a manifest that was to be stored.
  ///
  /// @param isStored `false` where the tag no longer held what it had to
  /// @param subject the digest that it is said to be listed under now, or empty where no such lists
  ///   are kept, or nothing is said
  record StoredManifest(Digest digest, boolean isStored, String subject) {}

  /// The same without a condition.
  ///
  /// @return its digest
  default Digest pushManifest(ImageRef ref, byte[] content, String mediaType) {
    return storeManifest(ref, content, mediaType, "").digest();
  }

  /// A page of the place's own list of what refers to a manifest; empty where it keeps no such
  /// lists.
  ///
  /// @param page the path of a page, as the one before named it; empty for the first
  /// @throws dev.assay.failure.RemoteFailure where the registry does not answer, or not with a list
  Optional<ReferrerPage> referrers(ReferrerQuery query, String page);

  /// Does several things while nobody else changes anything, where the place can see to that.
  default <T> T alone(Supplier<T> work) {
    return work.get();
  }

  /// The manifest of the image under a reference: through an index to the platform's.
  ///
  /// @throws InputFailure where there is none for the platform
  default Located locate(ImageRef ref, Platform platform) {
    PulledManifest top = manifest(ref);
    PulledManifest current = top;
    // An index may list an index; deeper than that nobody builds them.
    for (int depth = 0; depth < 3; depth++) {
      // Not a switch: its code would be made anew at each start.
      if (current.manifest() instanceof ImageManifest image) {
        return new Located(ref, top.digest(), current.digest(), image);
      }
      if (current.manifest() instanceof ImageIndex index) {
        current = manifest(ref.at(index.select(platform, ref.toString()).digest()));
      } else {
        throw new IllegalStateException("a manifest of a kind that leads nowhere: " + ref);
      }
    }
    throw new InputFailure("cannot read " + ref + ": an index that leads to indexes only");
  }

  /// The configuration that an image's manifest names.
  ///
  /// @throws InputFailure where it is damaged or not an image's
  default ImageConfig config(Located located) {
    Descriptor config = located.manifest().config();
    String what = "configuration of " + located.ref();
    if (config.sizeBytes() > ImageConfig.MAX_BYTES) {
      throw new InputFailure(
          "cannot read "
              + what
              + ": longer than the "
              + ImageConfig.MAX_BYTES
              + " bytes supported");
    }
    try (InputStream content = openBlob(located.ref(), config, "config")) {
      return ImageConfig.parse(config, content.readAllBytes(), what);
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("read " + what);
    }
  }

  /// An image whose manifest is here and checked.
  ///
  /// @param ref as asked for
  /// @param topDigest of what the reference names: an index, or the manifest itself
  /// @param digest of the manifest
  record Located(ImageRef ref, Digest topDigest, Digest digest, ImageManifest manifest) {}
}
