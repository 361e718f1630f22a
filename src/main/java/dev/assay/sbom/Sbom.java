package dev.assay.sbom;

import dev.assay.model.Gap;
import dev.assay.model.OperatingSystem;
import dev.assay.model.Placed;
import java.util.List;
import java.util.Optional;

/// What a bill of materials lists.
///
/// @param system the distribution, where one is named
/// @param components sorted by type, name, version and path, none twice
/// @param gaps what it lists in a way that nothing can be held against
public record Sbom(
    SbomFormat format, Optional<SystemName> system, List<Placed> components, List<Gap> gaps) {
  public Sbom {
    components = List.copyOf(components);
    gaps = List.copyOf(gaps);
  }

  /// A distribution as the document spells it.
  ///
  /// @param id as in `os-release`, or Trivy's word
  /// @param release or empty
  /// @param known all that is known of it, where the document is Assay's own
  public record SystemName(String id, String release, Optional<OperatingSystem> known) {
    public SystemName(String id, String release) {
      this(id, release, Optional.empty());
    }
  }
}
