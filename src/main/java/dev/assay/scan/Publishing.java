package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.image.AnalysisCache;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.RegistryImage;
import dev.assay.image.attached.InventoryArtifact;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.registry.Descriptor;
import dev.assay.registry.Registry;
import dev.assay.registry.artifact.ArtifactDraft;
import dev.assay.registry.artifact.Attached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// `assay index`: what is in an image's layers, attached to the image.
public final class Publishing {
  private final Session session;
  private final LayerAnalysis layers;
  private final Progress progress;

  private Publishing(Session session, Progress progress) {
    this.session = session;
    this.layers = session.layers();
    this.progress = progress;
  }

  /// What was published for one image.
  ///
  /// @param layers how many different ones
  /// @param inventoryBytes of their inventories
  /// @param imageBytes of the image's layers, compressed
  public record Published(Attached artifact, int layers, long inventoryBytes, long imageBytes) {}

  /// Reads what is not known of an image's layers and attaches their inventories to it.
  ///
  /// @throws dev.assay.failure.Failure where it cannot be read, or the registry does not take them
  public static List<Published> run(ScanOptions options, ImageRef ref, Progress progress)
      throws IOException {
    try (Session session = new Session(options, Set.of(ref.host()), progress)) {
      Registry registry = session.network().registry(ref);
      Publishing publishing = new Publishing(session, progress);
      List<Published> published = new ArrayList<>();
      for (EachPlatform.Member member :
          EachPlatform.of(registry, ref, options.subject().platform())) {
        published.add(publishing.image(registry, member.ref(), member.platform()));
      }
      return published;
    }
  }

  private Published image(Registry registry, ImageRef ref, PlatformChoice platform)
      throws IOException {
    Registry.Located located = registry.locate(ref, platform.platform());
    ImageRef exact = ref.at(located.digest());
    try (RegistryImage image = RegistryImage.open(registry, exact, platform)) {
      List<LayerInventory> inventories = inventories(image);
      Descriptor subject =
          Descriptor.of(
              located.manifest().mediaType(), located.digest(), located.manifest().sizeBytes());
      ArtifactDraft draft = InventoryArtifact.draft(subject, inventories, layers.rulesDigest());
      Attached attached = draft.attach(registry, exact);
      long bytes = draft.parts().stream().mapToLong(p -> p.descriptor().sizeBytes()).sum();
      return new Published(attached, draft.parts().size(), bytes, image.facts().sizeBytes());
    }
  }

  /// Every layer's, each read in full, now or before.
  private List<LayerInventory> inventories(RegistryImage image) throws IOException {
    Kept kept = new Kept(session.cache());
    var analysis =
        new ImageAnalysis(
            layers, kept, ImageAnalysis.Way.any(session.options().analysis().parallel()), progress);
    analysis.read(image);
    List<LayerInventory> inventories = new ArrayList<>();
    for (Layer layer : image.facts().layers()) {
      inventories.add(
          kept.layer(layer.digest(), layers.rulesDigest())
              .orElseThrow(() ->
                  new InputFailure(
                      "cannot publish an inventory of layer " + layer.digest() + ": it has none")));
    }
    return inventories;
  }

  /// Holds on to the layers of one image. Of whole images it knows nothing, so that each layer is
  /// asked for.
  private static final class Kept implements AnalysisCache {
    private final AnalysisCache behind;
    private final Map<Digest, LayerInventory> layers = new ConcurrentHashMap<>();

    Kept(AnalysisCache behind) {
      this.behind = behind;
    }

    @Override
    public Optional<LayerInventory> layer(Digest layer, Digest rules) {
      Optional<LayerInventory> found =
          Optional.ofNullable(layers.get(layer)).or(() -> behind.layer(layer, rules));
      found.ifPresent(inventory -> layers.put(layer, inventory));
      return found;
    }

    @Override
    public void keep(LayerInventory layer, Digest rules) {
      layers.put(layer.digest(), layer);
      behind.keep(layer, rules);
    }

    @Override
    public Optional<KnownImage> image(Digest manifest, Digest rules) {
      return Optional.empty();
    }

    @Override
    public void keep(KnownImage image, Digest rules) {
      behind.keep(image, rules);
    }

    @Override
    public void clean() throws IOException {
      behind.clean();
    }
  }
}
