package dev.assay.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class EcosystemsTest {
  @ParameterizedTest
  @CsvSource({
    "alpine, 3.10.9, '', alpine:3.10",
    "alpine, 3.20, '', alpine:3.20",
    "alpine, 3.21_alpha20240923, '', alpine:edge",
    "alpine, 3.21.0_alpha20240923, '', alpine:edge",
    "alpine, edge, '', alpine:edge",
    "alpine, 9999, '', ''",
    "alpine, '', '', ''",
    "debian, 11.6, bullseye, debian:11",
    "debian, 12, '', debian:12",
    "debian, '', trixie, debian:13",
    "debian, '', sid, debian:sid",
    "ubuntu, 20.04, focal, ubuntu:20.04",
    "ubuntu, 22.04.3, '', ubuntu:22.04",
    "wolfi, 20230201, '', wolfi",
    "chainguard, 20230214, '', chainguard",
    "alma, 8.9, '', alma:8",
    "rocky, 9.3, '', rocky:9",
    "redhat, 8.10, '', redhat:8",
    "centos, 7, '', redhat:7",
    "oracle, 8.5, '', oracle:8",
    "fedora, 39, '', fedora:39",
    "amazon, 2 (Karoo), '', amazon:2",
    "amazon, 2, '', amazon:2",
    "amazon, 2018.03, '', amazon:1",
    "amazon, 2023, '', amazon:2023",
    "amazon, 2023.4.20240416, '', amazon:2023",
    "sles, 15.4, '', sles:15.4",
    "sled, 15.5, '', sles:15.5",
    "sles, 12, '', sles:12",
    "slem, 5.3, '', slem:5.3",
    "cbl-mariner, 2.0.20220226, '', cbl-mariner:2.0",
    "amazon, AMI release 2018.03, '', amazon:1",
    "opensuse-leap, 15.5, '', opensuse-leap:15.5",
    "opensuse-tumbleweed, 20240101, '', opensuse-tumbleweed",
    "photon, 4.0, '', photon:4.0",
    "azurelinux, 3.0, '', azurelinux:3.0",
    "odd, '../..', '', ''",
    "odd, '', '', ''"
  })
  void namesTheReleaseAsAdvisoriesDo(
      String family, String name, String codename, String ecosystem) {
    assertEquals(
        ecosystem,
        Ecosystems.of(new OperatingSystem(family, name, codename, Optional.empty()))
            .map(Ecosystem::toString)
            .orElse(""));
  }

  @ParameterizedTest
  @EnumSource(PackageType.class)
  void asksForTheSystemOfSystemPackagesAlone(PackageType type) {
    Component component = Component.of(type, "x", "a", "1").build();
    boolean nowhere = type == PackageType.GENERIC || type == PackageType.CONDA;
    assertEquals(type.isSystem() || nowhere, Ecosystems.of(component, Optional.empty()).isEmpty());
  }

  @Test
  void holdsAProgramWithoutPackageAgainstBitnamiWhereBitnamiFollowsIt() {
    Component node =
        Component.of(PackageType.GENERIC, "binary", "node", "22.9.0")
            .detail("advisories", "bitnami")
            .build();
    assertEquals(Optional.of(new Ecosystem("bitnami", "")), Ecosystems.of(node, Optional.empty()));
    Component curl = Component.of(PackageType.GENERIC, "binary", "curl", "8.5.0").build();
    assertEquals(Optional.empty(), Ecosystems.of(curl, Optional.empty()));
  }

  @Test
  void givesAForeignPackageNoEcosystem() {
    OperatingSystem alpine = new OperatingSystem("alpine", "3.10.9", "", Optional.empty());
    assertEquals(
        Optional.empty(),
        Ecosystems.of(
            Component.of(PackageType.DEB, "dpkg", "a", "1").build(), Optional.of(alpine)));
  }
}
