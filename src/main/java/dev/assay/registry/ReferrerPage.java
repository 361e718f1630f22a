package dev.assay.registry;

import java.util.List;
import java.util.Optional;

/// Part of a registry's list of what refers to a manifest.
///
/// @param referrers as the registry describes them
/// @param next path and query of the next part
/// @param sizeBytes of all that was read for it
public record ReferrerPage(List<Descriptor> referrers, Optional<String> next, long sizeBytes) {
  public ReferrerPage {
    referrers = List.copyOf(referrers);
  }
}
