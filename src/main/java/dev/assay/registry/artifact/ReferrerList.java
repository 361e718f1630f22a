package dev.assay.registry.artifact;

import java.util.List;

/// What refers to an image, as far as the registry tells.
///
/// @param way how the list was had
/// @param referrers in the list's order
/// @param skipped entries that do not hold, each with its digest and the reason, fit to be printed
public record ReferrerList(Way way, List<Referrer> referrers, List<String> skipped) {
  /// Where a list comes from.
  public enum Way {
    /// The registry keeps it.
    API,
    /// Clients keep it, under a tag.
    TAG
  }

  public ReferrerList {
    referrers = List.copyOf(referrers);
    skipped = List.copyOf(skipped);
  }
}
