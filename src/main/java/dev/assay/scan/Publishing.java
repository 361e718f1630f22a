package dev.assay.scan;

import dev.assay.failure.InputFailure;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.RegistryImage;
import dev.assay.image.attached.InventoryArtifact;
import dev.assay.model.Grade;
import dev.assay.model.ImageRef;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ArtifactDraft;
import dev.assay.registry.artifact.Attached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `assay index`: what is in an image's layers, attached to the image.
public final class Publishing {
  private final Session session;
  private final Progress progress;

  private Publishing(Session session, Progress progress) {
    this.session = session;
    this.progress = progress;
  }

  /// What was published for one image.
  ///
  /// @param layers how many different ones
  /// @param inventoryBytes of what is in them
  /// @param imageBytes of the image's layers, compressed
  public record Published(Attached artifact, int layers, long inventoryBytes, long imageBytes) {}

  /// Reads what is not known of an image's layers and attaches what is in them to it.
  ///
  /// @throws dev.assay.failure.Failure where it cannot be read, or the registry does not take them
  public static List<Published> run(ScanOptions options, ImageRef ref, Progress progress)
      throws IOException {
    try (Session session = new Session(options, Set.of(ref.host()), progress)) {
      ContentStore registry = session.network().place(ref);
      Publishing publishing = new Publishing(session, progress);
      List<Published> published = new ArrayList<>();
      for (EachPlatform.Member member :
          EachPlatform.of(registry, ref, options.subject().platform())) {
        published.add(publishing.image(registry, member.ref(), member.platform()));
      }
      return published;
    }
  }

  private Published image(ContentStore registry, ImageRef ref, PlatformChoice platform)
      throws IOException {
    ContentStore.Located located = registry.locate(ref, platform.platform());
    ImageRef exact = ref.at(located.digest());
    try (RegistryImage image = RegistryImage.open(registry, exact, platform)) {
      Descriptor subject =
          Descriptor.of(
              located.manifest().mediaType(), located.digest(), located.manifest().sizeBytes());
      ArtifactDraft draft =
          InventoryArtifact.draft(
              subject, image.facts(), inventory(image), session.layers().rulesDigest());
      Attached attached = draft.attach(registry, exact);
      long bytes = draft.parts().stream().mapToLong(p -> p.descriptor().sizeBytes()).sum();
      long layers = image.facts().layers().stream().map(Layer::digest).distinct().count();
      return new Published(attached, (int) layers, bytes, image.facts().sizeBytes());
    }
  }

  /// Of every layer, each read in full, now or before.
  private Inventory inventory(RegistryImage image) throws IOException {
    var way = ImageAnalysis.Way.any(session.options().analysis().parallel());
    ImageAnalysis.Analysed analysed =
        new ImageAnalysis(session.layers().withoutDiffIds(), session.cache(), way, progress)
            .read(image);
    if (analysed.evidence().grade() != Grade.FULL) {
      throw new InputFailure(
          "cannot publish an inventory of "
              + image.facts().reference()
              + ": it was not read in full");
    }
    return analysed.inventory();
  }
}
