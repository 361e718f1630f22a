package dev.assay.model;

import java.time.LocalDate;
import java.util.Optional;

/// The distribution an image is made of.
///
/// @param family Trivy's word: `alpine`, `debian`, `ubuntu`, `redhat`, `centos`, `rocky`, `alma`,
///   `oracle`, `amazon`, `fedora`, `opensuse-leap`, `sles`, `photon`, `azurelinux`, `cbl-mariner`,
///   `wolfi`, `chainguard`, …
/// @param name the release as the distribution writes it: `3.10.9`, `11.6`, `22.04`
/// @param codename such as `bullseye`, or empty
/// @param endOfLife the day security support ends, where it is known
public record OperatingSystem(
    String family, String name, String codename, Optional<LocalDate> endOfLife) {
  /// Whether security support had ended on that day.
  public boolean isEndOfLife(LocalDate day) {
    return endOfLife.filter(day::isAfter).isPresent();
  }
}
