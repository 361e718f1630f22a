package dev.assay.model;

import java.util.Comparator;
import java.util.List;

/// What the answer rests on.
///
/// @param grade the weakest grade among the layers
/// @param layers each layer and how it is known
public record Evidence(Grade grade, List<LayerEvidence> layers) {
  public Evidence {
    layers = List.copyOf(layers);
  }

  /// The evidence that these layers make together.
  public static Evidence of(List<LayerEvidence> layers) {
    Grade weakest =
        layers.stream().map(LayerEvidence::grade).max(Comparator.naturalOrder()).orElse(Grade.FULL);
    return new Evidence(weakest, layers);
  }

  /// What was looked for: `os` packages, `library` packages, `program`s without a package.
  public List<String> coverage() {
    return switch (grade) {
      case FULL, ATTESTED, INDEXED -> List.of("os", "library", "program");
      case PEEK -> List.of("os");
    };
  }

  /// Evidence for one layer.
  ///
  /// @param digest which layer
  /// @param grade what it is worth
  /// @param mode how it was read: `full`, `indexed`, `inventory`, `sbom`, `peek`
  /// @param verifiedBy what proves it: `blobDigest`, `tocDigest`, `ztocDigest`, …
  /// @param reason why it was read so, or what was left out, in a clause; mostly empty
  public record LayerEvidence(
      Digest digest, Grade grade, String mode, String verifiedBy, String reason) {
    /// Where nothing needs to be explained.
    public LayerEvidence(Digest digest, Grade grade, String verifiedBy) {
      this(digest, grade, grade.word(), verifiedBy, "");
    }
  }
}
