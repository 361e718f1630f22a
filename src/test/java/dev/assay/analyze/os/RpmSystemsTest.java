package dev.assay.analyze.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Purl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every distribution that uses rpm, by the files that it has: what Trivy calls it, and where its
/// packages' URLs are.
class RpmSystemsTest {
  /// ID and VERSION_ID of os-release, another file and its line, family and release, the end of
  /// support, the namespace.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rhel 8.9 | etc/redhat-release | Red Hat Enterprise Linux release 8.9 (Ootpa) | redhat 8.9 | 2029-05-31 | redhat
          rhel 9.3 | etc/system-release | Red Hat Enterprise Linux release 9.3 (Plow) | redhat 9.3 | 2032-05-31 | redhat
          - | etc/redhat-release | Red Hat Enterprise Linux Server release 6.10 (Santiago) | redhat 6.10 | 2020-11-30 | redhat
          centos 7 | etc/centos-release | CentOS Linux release 7.9.2009 (Core) | centos 7.9.2009 | 2024-06-30 | centos
          - | etc/centos-release | CentOS release 6.10 (Final) | centos 6.10 | 2020-11-30 | centos
          centos 8 | etc/redhat-release | CentOS Linux release 8.4.2105 | centos 8.4.2105 | 2021-12-31 | centos
          centos 9 | etc/centos-release | CentOS Stream release 9 | centos 9 | 2027-05-31 | centos
          fedora 39 | etc/fedora-release | Fedora release 39 (Thirty Nine) | fedora 39 | 2024-11-26 | fedora
          rocky 9.3 | etc/rocky-release | Rocky Linux release 9.3 (Blue Onyx) | rocky 9.3 | 2032-05-31 | rocky
          almalinux 8.9 | etc/almalinux-release | AlmaLinux release 8.9 (Midnight Oncilla) | alma 8.9 | 2029-03-01 | alma
          - | etc/almalinux-release | AlmaLinux release 9.3 (Shamrock Pampas Cat) | alma 9.3 | 2032-05-31 | alma
          ol 8.9 | etc/redhat-release | Red Hat Enterprise Linux release 8.9 (Ootpa) | oracle 8.9 | 2029-07-31 | oracle
          ol 9.3 | etc/oracle-release | Oracle Linux Server release 9.3 | oracle 9.3 | 2032-06-30 | oracle
          amzn 2018.03 | etc/system-release | Amazon Linux AMI release 2018.03 | amazon AMI release 2018.03 | 2023-12-31 | amazon
          amzn 2 | etc/system-release | Amazon Linux release 2 (Karoo) | amazon 2 (Karoo) | 2026-06-30 | amazon
          amzn 2022 | etc/system-release | Amazon Linux release 2022 (Amazon Linux) | amazon 2022 (Amazon Linux) | | amazon
          amzn 2023 | etc/system-release | Amazon Linux release 2023.4.20240416 (Amazon Linux) | amazon 2023.4.20240416 (Amazon Linux) | 2029-06-30 | amazon
          sles 15.5 | - | - | sles 15.5 | 2024-12-31 | suse
          sles_sap 12.5 | - | - | sles 12.5 | 2024-10-31 | suse
          sled 15.5 | - | - | sled 15.5 | | suse
          sle-micro 5.5 | - | - | slem 5.5 | 2027-10-31 | suse
          sl-micro 6.1 | - | - | slem 6.1 | 2028-11-30 | suse
          opensuse-leap 15.6 | - | - | opensuse-leap 15.6 | 2026-04-30 | opensuse
          opensuse 42.3 | - | - | opensuse-leap 42.3 | 2019-07-01 | opensuse
          opensuse-tumbleweed 20240101 | - | - | opensuse-tumbleweed 20240101 | | opensuse
          azurelinux 3.0 | etc/azurelinux-release | Microsoft Azure Linux 3.0.20240727 | azurelinux 3.0.20240727 | 2027-08-31 | azurelinux
          mariner 2.0 | etc/mariner-release | CBL-Mariner 2.0.20220226 | cbl-mariner 2.0.20220226 | 2025-07-31 | cbl-mariner
          photon 5.0 | etc/photon-release | VMware Photon OS 5.0 | photon 5.0 | | photon
          bottlerocket 1.19.0 | - | - | bottlerocket 1.19.0 | | bottlerocket
          """)
  void knowsTheDistribution(
      String osRelease, String place, String line, String named, String end, String namespace)
      throws IOException {
    Map<String, OperatingSystem> files = new HashMap<>();
    if (!osRelease.equals("-")) {
      String[] words = osRelease.split(" ");
      read("etc/os-release", "ID=\"" + words[0] + "\"\nVERSION_ID=\"" + words[1] + "\"\n", files);
    }
    if (!place.equals("-")) {
      read(place, line + "\n", files);
    }
    OperatingSystem system = OperatingSystemChoice.choose(files).orElseThrow();
    assertEquals(named, system.family() + " " + system.name());
    assertEquals(end == null ? "" : end, system.endOfLife().map(Object::toString).orElse(""));
    Component bash =
        Component.of(PackageType.RPM, "rpm", "bash", "1:5.1-2").architecture("x86_64").build();
    Purl purl = Purl.of(bash, Optional.of(system)).orElseThrow();
    assertEquals(namespace, purl.namespace());
    assertEquals("5.1-2", purl.version());
    assertEquals(
        Map.of("arch", "x86_64", "distro", system.family() + "-" + system.name(), "epoch", "1"),
        Map.copyOf(purl.qualifiers()));
  }

  private static void read(String place, String text, Map<String, OperatingSystem> files)
      throws IOException {
    var found = new FactsCollector(place, _ -> false);
    new OsReleaseAnalyzer().read(place, new ByteArrayInputStream(text.getBytes(UTF_8)), found);
    found.facts().operatingSystem().ifPresent(one -> files.put(place, one));
  }
}
