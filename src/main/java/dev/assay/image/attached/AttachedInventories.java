package dev.assay.image.attached;

import dev.assay.failure.InputFailure;
import dev.assay.image.Attestor;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.model.Inventory;
import dev.assay.model.Progress;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Finds inventories that are attached to an image and signed by someone the user trusts. Nothing
/// is read of one, but its manifest, before its signature holds.
public final class AttachedInventories implements Attestor {
  /// More are not tried.
  private static final int MAX_ARTIFACTS = 20;

  private static final int MAX_BLOB_BYTES = 16 << 20;

  private final ContentStore registry;
  private final ImageRef repository;
  private final AttachedTrust trust;
  private final Progress progress;

  /// @param repository where the image is; tag and digest do not count
  public AttachedInventories(
      ContentStore registry, ImageRef repository, AttachedTrust trust, Progress progress) {
    this.registry = registry;
    this.repository = repository;
    this.trust = trust;
    this.progress = progress;
  }

  /// Finds one that is signed.
  ///
  /// @throws dev.assay.failure.RemoteFailure where it cannot be told what is attached
  @Override
  public Optional<Attested> find(ImageFacts image, Digest rules) {
    Digest subject = image.manifestDigest();
    ReferrerQuery query = new ReferrerQuery(repository, subject, InventoryArtifact.TYPE);
    Referrers referrers = new Referrers(registry);
    ReferrerList list = referrers.list(query);
    list.skipped().forEach(entry -> progress.debug("attached inventory left out: " + entry));
    int tried = 0;
    for (Referrer referrer : list.referrers()) {
      if (isOfOtherRules(referrer, rules)) {
        progress.debug("attached inventory by other rules: " + referrer.descriptor().digest());
        continue;
      }
      if (++tried > MAX_ARTIFACTS) {
        break;
      }
      try {
        Optional<Attested> found = read(referrers.open(query, referrer), image, rules);
        if (found.isPresent()) {
          return found;
        }
      } catch (InputFailure e) {
        refuse(referrer.descriptor().digest(), String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /// By the list alone, which may lack annotations; the manifest itself is looked at later.
  private static boolean isOfOtherRules(Referrer referrer, Digest rules) {
    String said = referrer.descriptor().annotations().getOrDefault(InventoryArtifact.RULES, "");
    return !said.isEmpty() && !said.equals(rules.toString());
  }

  private Optional<Attested> read(PulledManifest pulled, ImageFacts image, Digest rules) {
    if (!(pulled.manifest() instanceof ImageManifest artifact)
        || !artifact.kind().equals(InventoryArtifact.TYPE)) {
      refuse(pulled.digest(), "it is no inventory by its own word");
      return Optional.empty();
    }
    Optional<Descriptor> blob =
        artifact.layers().stream()
            .filter(layer -> layer.mediaType().equals(InventoryArtifact.IMAGE_TYPE))
            .findFirst();
    if (blob.isEmpty() || blob.get().sizeBytes() > MAX_BLOB_BYTES) {
      refuse(pulled.digest(), "it has no inventory of a kind that this version reads");
      return Optional.empty();
    }
    boolean isOurs =
        rules.toString().equals(artifact.annotations().get(InventoryArtifact.RULES))
            && "full".equals(artifact.annotations().get(InventoryArtifact.GRADE));
    if (!isOurs) {
      progress.debug("attached inventory by other rules: " + pulled.digest());
      return Optional.empty();
    }
    Optional<String> signer = trust.signer(registry, repository, pulled.digest());
    if (signer.isEmpty()) {
      refuse(pulled.digest(), "nobody that you trust has signed it");
      return Optional.empty();
    }
    return open(blob.get(), image).map(inventory -> new Attested(inventory, signer.get()));
  }

  /// The signer's word is for these bytes alone, so they are checked; what they say must be about
  /// the image that they are attached to.
  private Optional<Inventory> open(Descriptor blob, ImageFacts image) {
    byte[] content;
    try (InputStream in = registry.openBlob(repository, blob, "inventory")) {
      content = in.readAllBytes();
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("read inventory " + blob.digest());
    }
    if (!Digest.of(blob.digest().hasher().digest(content)).equals(blob.digest())) {
      refuse(blob.digest(), "its bytes have another digest");
      return Optional.empty();
    }
    try {
      return Optional.of(ImageInventory.read(content, image));
    } catch (IOException e) {
      refuse(blob.digest(), "it cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void refuse(Digest what, String why) {
    progress.warn("attached inventory " + what + " is not used: " + why);
  }
}
