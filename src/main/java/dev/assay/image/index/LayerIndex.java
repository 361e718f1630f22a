package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;

/// What a layer has, and where. What it says is its author's claim, bound to the image as far as
/// `digest` is.
public interface LayerIndex {
  /// What people call the kind: `eStargz`.
  String kind();

  /// What reports call the proof: `tocDigest`, `ztocDigest`.
  String proof();

  /// Of the index itself, checked.
  Digest digest();

  /// How many bytes of it were fetched, from the layer or beside it.
  long fetchedBytes();

  /// Takes entries.
  interface Sink {
    void take(IndexedEntry entry) throws IOException;
  }

  /// Lists the entries in the archive's order; may be called again.
  ///
  /// @throws InputFailure where the index is damaged or contradicts itself
  /// @throws IOException from the sink
  void entries(Sink sink) throws IOException;

  /// Unpacks a block, checked against the index's digest where that is over stored bytes.
  ///
  /// @param stored all of the block's bytes
  /// @throws InputFailure where they are not what the index says
  byte[] unpack(Block block, byte[] stored);

  /// Checks that a file is at the place where the index says, where its slices have no digests.
  ///
  /// @throws InputFailure where it is not
  void checkPlace(IndexedEntry entry, BlockReader blocks) throws IOException;
}
