package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.image.AnalysisCache.KnownImage;
import dev.assay.model.Digest;
import dev.assay.model.Evidence;
import dev.assay.model.Inventory;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything in an image, by the cheapest way that is complete: known, reused, else streamed.
public final class ImageAnalysis {
  private final LayerAnalysis layers;
  private final AnalysisCache cache;
  private final int parallel;
  private final Progress progress;

  /// @param parallel how many layers to read side by side
  public ImageAnalysis(LayerAnalysis layers, AnalysisCache cache, int parallel, Progress progress) {
    this.layers = layers;
    this.cache = cache;
    this.parallel = parallel;
    this.progress = progress;
  }

  /// What an image is made of and how that is known.
  ///
  /// @param rung the most expensive way that was needed: `known`, `reused` or `streamed`
  public record Analysed(
      Inventory inventory, Evidence evidence, List<Receipt.LayerCost> layers, String rung) {
    public Analysed {
      layers = List.copyOf(layers);
    }
  }

  /// The image with that manifest, where it was analysed before: nothing but its manifest's digest
  /// is needed.
  public Optional<KnownImage> known(Digest manifest) {
    return cache.image(manifest, layers.rulesDigest());
  }

  /// Reads what is not known of an image.
  ///
  /// @throws InputFailure where a layer is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public Analysed read(ImageSource image) throws IOException {
    return read(image, Map.of());
  }

  /// The same where some layers were read already, since their bytes come only once.
  ///
  /// @param read by the digest of the layer's bytes
  public Analysed read(ImageSource image, Map<Digest, LayerInventory> read) throws IOException {
    throw new UnsupportedOperationException("" + parallel + progress);
  }
}
