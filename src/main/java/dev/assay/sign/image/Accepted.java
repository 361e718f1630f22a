package dev.assay.sign.image;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.check.Verified;
import java.util.Map;

/// A candidate that holds.
///
/// @param place where it was found
/// @param repository that the image had when it was signed, where the signature says so; else empty
/// @param annotations that were signed along
public record Accepted(
    String place,
    Bundle bundle,
    Verified verified,
    String repository,
    Map<String, String> annotations) {
  public Accepted {
    annotations = Map.copyOf(annotations);
  }
}
