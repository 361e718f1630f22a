package dev.assay.analyze.os;

import dev.assay.model.OperatingSystem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which of the files that name a distribution counts.
public final class OperatingSystemChoice {
  /// The files, first those that know best which distribution it is. Red Hat's derivatives carry
  /// each other's files, and Ubuntu carries Debian's: the plainer ones stand last.
  static final List<String> PLACES =
      List.of(
          "etc/os-release",
          "usr/lib/os-release",
          "aarch64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release",
          "x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release",
          "etc/alpine-release",
          "etc/azurelinux-release",
          "etc/mariner-release",
          "etc/photon-release",
          "etc/almalinux-release",
          "etc/rocky-release",
          "etc/oracle-release",
          "etc/fedora-release",
          "usr/lib/fedora-release",
          "etc/centos-release",
          "etc/system-release",
          "usr/lib/system-release",
          "etc/redhat-release",
          "etc/lsb-release",
          "etc/debian_version");

  private OperatingSystemChoice() {}

  /// The distribution that an image or a folder is made of: the family from the first file of
  /// `PLACES` that speaks, the release from the one that says most about that family.
  ///
  /// @param named what each file says, by its path
  public static Optional<OperatingSystem> choose(Map<String, OperatingSystem> named) {
    Optional<OperatingSystem> chosen = Optional.empty();
    for (String place : PLACES) {
      OperatingSystem other = named.get(place);
      if (other != null) {
        chosen = Optional.of(chosen.map(first -> moreSpecific(first, other)).orElse(other));
      }
    }
    return chosen;
  }

  private static OperatingSystem moreSpecific(OperatingSystem first, OperatingSystem other) {
    if (!first.family().equals(other.family()) || !saysMore(first.name(), other)) {
      return first;
    }
    String codename = first.codename().isEmpty() ? other.codename() : first.codename();
    return new OperatingSystem(
        first.family(), other.name(), codename, EndOfLife.of(first.family(), other.name()));
  }

  private static boolean saysMore(String name, OperatingSystem other) {
    if (other.family().equals("alpine") || name.isEmpty()) {
      return !other
          .name()
          .isEmpty(); // edge: os-release `3.21_alpha…`, alpine-release `3.21.0_alpha…`
    }
    return other.name().startsWith(name + ".")
        || other.name().startsWith(name + " ")
        || other.name().equals("AMI release " + name);
  }
}
