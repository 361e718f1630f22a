package dev.assay.image;

import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.util.Map;
import java.util.Set;

/// Those who are trusted to say what is in layers that were not read.
@FunctionalInterface
public interface Attestor {
  /// Nobody.
  Attestor NONE = (image, layers, rules) -> Map.of();

  /// What somebody says is in a layer.
  ///
  /// @param signer who, in words for the evidence
  record Attested(LayerInventory inventory, String signer) {}

  /// What is said of some layers.
  ///
  /// @param image digest of the image's manifest
  /// @param layers which are wanted
  /// @param rules what must have read them
  /// @return what there is, by the layer's digest
  Map<Digest, Attested> find(Digest image, Set<Digest> layers, Digest rules);
}
