package dev.assay.image;

import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import java.util.Optional;

/// Those who are trusted to say what is in an image that was not read.
@FunctionalInterface
public interface Attestor {
  /// Nobody.
  Attestor NONE = (image, rules) -> Optional.empty();

  /// What somebody says is in an image.
  ///
  /// @param signer who, in words for the evidence
  record Attested(Inventory inventory, String signer) {}

  /// What is said of an image.
  ///
  /// @param rules what must have read it
  Optional<Attested> find(ImageFacts image, Digest rules);
}
