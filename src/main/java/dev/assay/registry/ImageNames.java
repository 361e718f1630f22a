package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import java.util.ArrayList;
import java.util.List;

/// What an image is called by those who keep it. Together with manifest and configuration that
/// makes `ImageFacts`.
///
/// @param reference as resolved, with its digest where it came from a registry
/// @param repoTags `repository:tag`
/// @param repoDigests `repository@digest`
public record ImageNames(String reference, List<String> repoTags, List<String> repoDigests) {
  /// Far more than any runtime mounts.
  private static final int MAX_LAYERS = 1_000;

  public ImageNames {
    repoTags = List.copyOf(repoTags);
    repoDigests = List.copyOf(repoDigests);
  }

  /// Lays manifest and configuration side by side: digest, diff id and instruction of each layer.
  ///
  /// @throws InputFailure where they contradict each other or are not an image's
  public ImageFacts describe(ImageManifest manifest, ImageConfig config) {
    List<Descriptor> layers = manifest.layers();
    if (layers.size() > MAX_LAYERS) {
      throw new InputFailure(
          "cannot read "
              + reference
              + ": it has "
              + layers.size()
              + " layers, at most "
              + MAX_LAYERS
              + " are read",
          "no runtime starts an image of more than a few hundred");
    }
    for (Descriptor layer : layers) {
      if (!layer.mediaType().isEmpty() && !MediaTypes.isLayer(layer.mediaType())) {
        throw new InputFailure(
            "cannot read "
                + reference
                + ": not an image but an artifact with "
                + Printable.of(layer.mediaType(), 100));
      }
    }
    if (layers.size() != config.diffIds().size()) {
      throw new InputFailure(
          "cannot read "
              + reference
              + ": the manifest lists "
              + layers.size()
              + (layers.size() == 1 ? " layer" : " layers")
              + ", the configuration "
              + config.diffIds().size());
    }
    return new ImageFacts(
        reference,
        repoTags,
        repoDigests,
        manifest.digest(),
        config.digest(),
        config.platform(),
        config.json(),
        layers(layers, config),
        size(manifest));
  }

  /// The same image under these names.
  public ImageFacts rename(ImageFacts facts) {
    return new ImageFacts(
        reference,
        repoTags,
        repoDigests,
        facts.manifestDigest(),
        facts.configDigest(),
        facts.platform(),
        facts.configJson(),
        facts.layers(),
        facts.sizeBytes());
  }

  private static List<Layer> layers(List<Descriptor> descriptors, ImageConfig config) {
    List<String> instructions =
        config.history().stream()
            .filter(step -> !step.isEmptyLayer())
            .map(ImageConfig.Step::createdBy)
            .toList();
    // A history that does not fit would blame the wrong instruction: better none.
    boolean fits = instructions.size() == descriptors.size();
    List<Layer> layers = new ArrayList<>();
    for (Descriptor descriptor : descriptors) {
      int i = layers.size();
      layers.add(
          new Layer(
              descriptor.digest(),
              config.diffIds().get(i),
              descriptor.sizeBytes(),
              fits ? instructions.get(i) : ""));
    }
    return layers;
  }

  private static long size(ImageManifest manifest) {
    long size = manifest.sizeBytes() + manifest.config().sizeBytes();
    for (Descriptor layer : manifest.layers()) {
      size += layer.sizeBytes();
    }
    return size;
  }
}
