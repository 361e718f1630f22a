package dev.assay.image;

import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.LayerInventory;
import java.io.IOException;
import java.util.Optional;

/// What earlier runs learnt, by digest of the bytes and of the rules that read them. What cannot be
/// read back is a miss. Safe for use from several threads and processes.
public interface AnalysisCache {
  /// Remembers nothing.
  AnalysisCache NONE =
      new AnalysisCache() {
        @Override
        public Optional<LayerInventory> layer(Digest layer, Digest rules) {
          return Optional.empty();
        }

        @Override
        public void keep(LayerInventory layer, Digest rules) {}

        @Override
        public Optional<KnownImage> image(Digest manifest, Digest rules) {
          return Optional.empty();
        }

        @Override
        public void keep(KnownImage image, Digest rules) {}

        @Override
        public void clean() {}
      };

  /// An image all of whose layers were read in full.
  ///
  /// @param facts as resolved then; its names may be others today
  /// @param inventory its layers laid over each other
  record KnownImage(ImageFacts facts, Inventory inventory) {}

  /// What is known of a layer.
  ///
  /// @param layer the digest of its bytes as stored, never a `diffId` that nobody checked
  /// @param rules see `LayerAnalysis.rulesDigest`
  Optional<LayerInventory> layer(Digest layer, Digest rules);

  /// Remembers a layer that was read to its end.
  void keep(LayerInventory layer, Digest rules);

  /// What is known of an image by the digest of its platform's manifest.
  Optional<KnownImage> image(Digest manifest, Digest rules);

  /// Remembers an image.
  void keep(KnownImage image, Digest rules);

  /// Forgets everything.
  ///
  /// @throws IOException where something could not be removed
  void clean() throws IOException;
}
