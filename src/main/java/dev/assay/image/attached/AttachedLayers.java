package dev.assay.image.attached;

import dev.assay.failure.InputFailure;
import dev.assay.image.Attestor;
import dev.assay.image.InventoryBytes;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.Registry;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds inventories of layers that are attached to an image and signed by someone the user trusts.
/// Nothing is read of an artifact, but its manifest, before its signature holds.
public final class AttachedLayers implements Attestor {
  /// More are not tried.
  private static final int MAX_ARTIFACTS = 20;

  private static final int MAX_BLOB_BYTES = 64 << 20;

  private final Registry registry;
  private final ImageRef repository;
  private final AttachedTrust trust;
  private final Progress progress;

  /// @param repository where the image is; tag and digest do not count
  public AttachedLayers(
      Registry registry, ImageRef repository, AttachedTrust trust, Progress progress) {
    this.registry = registry;
    this.repository = repository;
    this.trust = trust;
    this.progress = progress;
  }

  /// Finds inventories that are signed.
  ///
  /// @throws dev.assay.failure.RemoteFailure where it cannot be told what is attached
  @Override
  public Map<Digest, Attested> find(Digest image, Set<Digest> layers, Digest rules) {
    ReferrerQuery query = new ReferrerQuery(repository, image, InventoryArtifact.TYPE);
    Referrers referrers = new Referrers(registry);
    ReferrerList list = referrers.list(query);
    list.skipped().forEach(entry -> progress.debug("attached inventory left out: " + entry));
    Map<Digest, Attested> found = new HashMap<>();
    int tried = 0;
    for (Referrer referrer : list.referrers()) {
      if (found.keySet().containsAll(layers) || tried == MAX_ARTIFACTS) {
        break;
      }
      if (isOfOtherRules(referrer, rules)) {
        progress.debug("attached inventory by other rules: " + referrer.descriptor().digest());
        continue;
      }
      tried++;
      try {
        PulledManifest pulled = referrers.open(query, referrer);
        read(pulled, layers, rules, found);
      } catch (InputFailure e) {
        refuse(referrer.descriptor().digest(), String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  /// By the list alone, which may lack annotations; the manifest itself is looked at later.
  private static boolean isOfOtherRules(Referrer referrer, Digest rules) {
    String said = referrer.descriptor().annotations().getOrDefault(InventoryArtifact.RULES, "");
    return !said.isEmpty() && !said.equals(rules.toString());
  }

  private void read(
      PulledManifest pulled, Set<Digest> layers, Digest rules, Map<Digest, Attested> found) {
    if (!(pulled.manifest() instanceof ImageManifest artifact)
        || !artifact.kind().equals(InventoryArtifact.TYPE)) {
      refuse(pulled.digest(), "it is no inventory by its own word");
      return;
    }
    Map<Digest, Descriptor> blobs = new HashMap<>();
    for (Descriptor blob : artifact.layers()) {
      layer(blob, rules)
          .filter(layer -> layers.contains(layer) && !found.containsKey(layer))
          .ifPresent(layer -> blobs.put(layer, blob));
    }
    if (blobs.isEmpty()) {
      return;
    }
    Optional<String> signer = trust.signer(registry, repository, pulled.digest());
    if (signer.isEmpty()) {
      refuse(pulled.digest(), "nobody that you trust has signed it");
      return;
    }
    blobs.forEach((layer, blob) ->
        open(layer, blob).ifPresent(i -> found.put(layer, new Attested(i, signer.get()))));
  }

  private static Optional<Digest> layer(Descriptor blob, Digest rules) {
    boolean isOurs =
        blob.mediaType().equals(InventoryArtifact.LAYER_TYPE)
            && rules.toString().equals(blob.annotations().get(InventoryArtifact.RULES))
            && "full".equals(blob.annotations().get(InventoryArtifact.GRADE))
            && blob.sizeBytes() <= MAX_BLOB_BYTES;
    try {
      return isOurs
          ? Optional.of(Digest.parse(blob.annotations().getOrDefault(InventoryArtifact.LAYER, "")))
          : Optional.empty();
    } catch (InputFailure e) {
      return Optional.empty(); // an inventory of nothing
    }
  }

  /// The signer's word is for these bytes alone, so they are checked; what they say must be about
  /// the layer that they are listed for.
  private Optional<LayerInventory> open(Digest layer, Descriptor blob) {
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
      LayerInventory inventory = InventoryBytes.read(content);
      if (inventory.digest().equals(layer)) {
        return Optional.of(inventory);
      }
      refuse(blob.digest(), "it is about " + inventory.digest());
    } catch (IOException e) {
      refuse(blob.digest(), "it cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private void refuse(Digest what, String why) {
    progress.warn("attached inventory " + what + " is not used: " + why);
  }
}
