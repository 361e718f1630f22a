package dev.assay.model;

import java.util.List;

/// What the answer rests on.
///
/// @param grade the weakest grade among the layers
/// @param layers each layer and how it is known
public record Evidence(Grade grade, List<LayerEvidence> layers) {
  public Evidence {
    layers = List.copyOf(layers);
  }

  /// Evidence for one layer.
  ///
  /// @param digest which layer
  /// @param grade how it is known
  /// @param verifiedBy what proves it: `blobDigest`, …
  public record LayerEvidence(Digest digest, Grade grade, String verifiedBy) {}
}
