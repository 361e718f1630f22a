package dev.assay.model;

import java.util.List;
import java.util.Optional;

/// Everything found in an image or a folder, after the layers were laid over each other.
///
/// @param operatingSystem the distribution, where one was recognised
/// @param components sorted by type, name, version and path
/// @param gaps what could not be read, sorted
public record Inventory(
    Optional<OperatingSystem> operatingSystem, List<Placed> components, List<Gap> gaps) {
  public Inventory {
    components = List.copyOf(components);
    gaps = List.copyOf(gaps);
  }
}
