package dev.assay.registry;

import java.util.List;
import java.util.Optional;

/// Part of a registry's list of what refers to a manifest.
///
/// @param referrers as the registry describes them
/// @param next path and query of the next part
public record ReferrerPage(List<Descriptor> referrers, Optional<String> next) {
  public ReferrerPage {
    referrers = List.copyOf(referrers);
  }
}
