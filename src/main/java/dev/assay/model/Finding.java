package dev.assay.model;

import java.util.List;

/// An advisory that holds for a component: one for each component and vulnerability, however many
/// sources say so.
///
/// @param placed the component and its layer
/// @param vulnerability what is known about it
/// @param advisories every source's verdict; the first one decided
/// @param rule the version rule used, such as `deb`
/// @param fixedVersion versions that are no longer affected, joined by `, `; empty where none is
/// @param status what the deciding source says
/// @param severity the one that counts
/// @param severitySource whose severity that is, or empty
public record Finding(
    Placed placed,
    Vulnerability vulnerability,
    List<Advisory> advisories,
    String rule,
    String fixedVersion,
    Status status,
    Severity severity,
    String severitySource) {
  public Finding {
    advisories = List.copyOf(advisories);
  }

  /// Whether a version exists that is no longer affected.
  public boolean isFixed() {
    return !fixedVersion.isEmpty();
  }
}
