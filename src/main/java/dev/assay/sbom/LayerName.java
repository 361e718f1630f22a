package dev.assay.sbom;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.Layer;
import java.util.List;
import java.util.Optional;

/// What a component says of the layer it came with.
///
/// @param digest of the compressed bytes, or empty
/// @param diffId of the bytes inside, or empty
/// @param number its place in the document's list of layers, or empty
record LayerName(String digest, String diffId, String number) {
  private static final int MAX_DIGITS = 4;

  /// The layer; one that the document does not list is known by its digests alone.
  Optional<Layer> find(List<Layer> layers) {
    if (!number.isEmpty()
        && number.length() <= MAX_DIGITS
        && number.chars().allMatch(LayerName::isDigit)) {
      int index = Integer.parseInt(number);
      return index < layers.size() ? Optional.of(layers.get(index)) : Optional.empty();
    }
    Optional<Layer> alone = alone();
    return alone.flatMap(one ->
        layers.stream()
            .filter(layer -> layer.diffId().equals(one.diffId()))
            .filter(layer -> digest.isEmpty() || layer.digest().equals(one.digest()))
            .findFirst()
            .or(() -> alone));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// One of the two digests is enough.
  private Optional<Layer> alone() {
    if (digest.isEmpty() && diffId.isEmpty()) {
      return Optional.empty();
    }
    try {
      Digest diff = Digest.parse(diffId.isEmpty() ? digest : diffId);
      return Optional.of(new Layer(digest.isEmpty() ? diff : Digest.parse(digest), diff, 0, ""));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }
}
