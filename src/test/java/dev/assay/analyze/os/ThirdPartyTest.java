package dev.assay.analyze.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.FactsCollector;
import dev.assay.model.Component;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThirdPartyTest {
  private static boolean isThirdParty(String version, String maintainer, String more)
      throws IOException {
    var found = new FactsCollector("var/lib/dpkg/status", _ -> true);
    String stanza =
        "Package: x\nStatus: install ok installed\nVersion: %s\nMaintainer: %s\n%s\n"
            .formatted(version, maintainer, more.isEmpty() ? "" : more + "\n");
    new DpkgAnalyzer()
        .read("var/lib/dpkg/status", new ByteArrayInputStream(stanza.getBytes(UTF_8)), found);
    return found.facts().components().getFirst().isThirdParty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "16.13.0-1nodesource1 | Ivan Iguaran <ivan@nodesource.com>",
        "16.13.0-deb-1nodesource1 | Somebody <x@example.com>",
        "8.1.2-1+ubuntu20.04.1+deb.sury.org+1 | Debian PHP Maintainers <a@lists.debian.org>",
        "8.2.7-1+0~20230609.51+debian11~1.gbp7e4a2b | Debian PHP Maintainers <a@l.debian.org>",
        "15.3-1.pgdg110+1 | Debian PostgreSQL Maintainers <team+postgresql@tracker.debian.org>",
        "5:20.10.7~3-0~debian-bullseye | Docker <support@docker.com>",
        "1.21.6-1~bullseye | NGINX Packaging <nginx-packaging@f5.com>",
        "6.0.4 | MongoDB Packaging <packaging@mongodb.com>",
        "1:10.6.4+maria~focal | MariaDB Developers <maria-developers@lists.launchpad.net>",
        "1.22.19-1 | Yarn Developers <yarn@dan.cx>"
      })
  void knowsRepositoriesByVersionOrMaintainer(String version, String maintainer)
      throws IOException {
    assertEquals(true, isThirdParty(version, maintainer, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Vendor: Example", "License: MIT", "Origin: example.com"})
  void knowsWhatDebiansToolsDoNotWrite(String field) throws IOException {
    assertEquals(true, isThirdParty("1.0", "root@build", field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.22.12~dfsg-1~deb11u4 | Debian Javascript Maintainers <p@alioth-lists.debian.net> | ''",
        "1.0-1 | Some Developer <somebody@gmail.com> | ''",
        "2.35-0ubuntu3.8 | Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com> | ''",
        "1.0-1~bpo11+1 | Somebody <x@google.com> | Origin: Debian",
        "1.17.4-1 | Kevin <kevin@mongodb.com> | ''"
      })
  void leavesDebiansOwnToDebian(String version, String maintainer, String more) throws IOException {
    assertEquals(false, isThirdParty(version, maintainer, more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fedora Project | 2.4-1.el8 | true | false",
        "Fedora Project | 2.4-1.fc39 | false | true",
        "Docker | 3:26.1.0-1.el9 | true | false",
        "NVIDIA | 12.4.1-1 | true | false",
        "PostgreSQL Global Development Group | 15.3-1PGDG.rhel8 | true | false",
        "'' | 15.3-1PGDG.rhel8 | true | false",
        "Remi's RPM repository <https://rpms.remirepo.net/> | 8.2.1-1.el8.remi | true | false",
        "Oracle and/or its affiliates | 8.0.33-1.el8 | true | false",
        "'Oracle America' | 1:1.1.1k-9.el8_7 | false | true",
        "Microsoft Corporation | 7.0.5-1 | true | false",
        "Microsoft Corporation | 2.35-4.cm2 | false | true",
        "'Red Hat, Inc.' | 2.28-225.el8 | false | true",
        "SUSE LLC <https://www.suse.com/> | 2.31-150300.46.1 | false | true",
        "'' | 1-1 | false | false"
      })
  void knowsRpmsByTheirVendor(String vendor, String version, boolean isThird, boolean isOwn) {
    assertEquals(isThird, ThirdParty.isRpm(vendor, version));
    assertEquals(isOwn, ThirdParty.isOfDistribution(vendor, version));
  }

  @ParameterizedTest
  @CsvSource({"Docker, true", "Microsoft Corporation, false"})
  void marksRpmsOfManifests(String vendor, boolean isThird) throws IOException {
    String place = "var/lib/rpmmanifest/container-manifest-2";
    var found = new FactsCollector(place, _ -> true);
    String line = "x\t1-1.cm2\t1\t1\t" + vendor + "\t(none)\t1\tx86_64\t0\tx-1-1.cm2.src.rpm\n";
    new RpmAnalyzer().read(place, new ByteArrayInputStream(line.getBytes(UTF_8)), found);
    Component one = found.facts().components().getFirst();
    assertEquals(isThird, one.isThirdParty());
  }
}
