package dev.assay.image.index;

import dev.assay.model.Digest;
import java.io.IOException;

/// Somebody's word that a layer has an index, before anything of it was fetched.
public interface IndexClaim {
  /// What people call the kind: `eStargz`.
  String kind();

  /// Of the index, as announced: what is learnt by another index of the same layer is not the same.
  Digest digest();

  /// The layer's bytes.
  Ranges ranges();

  /// How many bytes it takes that are none of the layer's; 0 where it is a part of the layer.
  default long besideBytes() {
    return 0;
  }

  /// Fetches the index and checks it.
  ///
  /// @throws dev.assay.failure.InputFailure where it is not there, damaged, or not what was
  ///   announced
  /// @throws IOException where its bytes do not arrive
  LayerIndex open() throws IOException;
}
