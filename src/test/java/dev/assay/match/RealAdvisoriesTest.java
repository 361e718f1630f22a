package dev.assay.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.advisory.DbBuild;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.format.json.Json;
import dev.assay.model.Component;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Progress;
import dev.assay.support.TestData;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages of known versions against the advisories as published. What is expected was read off
/// the raw records by hand; each test looks the record up again, so that it fails with its reason
/// where the data changes.
final class RealAdvisoriesTest {
  private static final List<String> SOURCES =
      List.of("alpine-secdb", "debian", "nodejs-security-wg", "pypa");
  @TempDir private static Path cache;

  @BeforeAll
  static void build() throws IOException {
    List<SourceArgument> sources =
        SOURCES.stream()
            .map(
                name -> new SourceArgument(name, TestData.require("advisories/" + name).toString()))
            .toList();
    new DbBuild(BuiltIns.feeds(), TestHttp.client(), Progress.SILENT).build(cache, sources);
  }

  @Test
  void findsWhatAlpineFixedInOpenssl() throws IOException {
    for (String id : List.of("CVE-2019-1547", "CVE-2019-1549", "CVE-2019-1563")) {
      assertEquals("1.1.1d-r0", alpineFix("openssl", id));
    }
    assertEquals(
        List.of(
            "CVE-2019-1547 fixed in 1.1.1d-r0",
            "CVE-2019-1549 fixed in 1.1.1d-r0",
            "CVE-2019-1563 fixed in 1.1.1d-r0"),
        alpine("libcrypto1.1", "openssl", "1.1.1c-r0"));
    assertEquals(List.of(), alpine("libcrypto1.1", "openssl", "1.1.1d-r0"));
    assertEquals(List.of(), alpine("libcrypto1.1", "openssl", "1.1.1g-r0"));
  }

  @Test
  void findsWhatAlpineFixedInCurlAndNghttp2() throws IOException {
    assertEquals("7.66.0-r0", alpineFix("curl", "CVE-2019-5481"));
    assertEquals("7.65.0-r0", alpineFix("curl", "CVE-2019-5435"));
    assertEquals("1.39.2-r0", alpineFix("nghttp2", "CVE-2019-9511"));
    assertEquals(
        List.of("CVE-2019-5481 fixed in 7.66.0-r0", "CVE-2019-5482 fixed in 7.66.0-r0"),
        alpine("libcurl", "curl", "7.65.0-r0"));
    assertEquals(
        List.of("CVE-2019-9511 fixed in 1.39.2-r0", "CVE-2019-9513 fixed in 1.39.2-r0"),
        alpine("nghttp2-libs", "nghttp2", "1.38.0-r0"));
  }

  @Test
  void findsWhatDebianFixedInZlib() throws IOException {
    assertTrue(
        debianList().contains("{CVE-2022-37434}\n\t[bullseye] - zlib 1:1.2.11.dfsg-2+deb11u2"));
    assertEquals(
        List.of(
            "CVE-2018-25032 fixed in 1:1.2.11.dfsg-2+deb11u1",
            "CVE-2022-37434 fixed in 1:1.2.11.dfsg-2+deb11u2"),
        debian("zlib1g", "zlib", "1:1.2.11.dfsg-2"));
    assertEquals(
        List.of("CVE-2022-37434 fixed in 1:1.2.11.dfsg-2+deb11u2"),
        debian("zlib1g", "zlib", "1:1.2.11.dfsg-2+deb11u1"));
    assertEquals(List.of(), debian("zlib1g", "zlib", "1:1.2.11.dfsg-2+deb11u2"));
  }

  @Test
  void findsWhatDebianFixedInOpenssl() throws IOException {
    String fix = "1.1.1n-0+deb11u4";
    assertTrue(
        debianList()
            .contains(
                "{CVE-2022-2097 CVE-2022-4304 CVE-2022-4450 CVE-2023-0215 CVE-2023-0286}\n"
                    + "\t[bullseye] - openssl "
                    + fix));
    assertEquals(
        Stream.of(
                "CVE-2022-2097", "CVE-2022-4304", "CVE-2022-4450", "CVE-2023-0215", "CVE-2023-0286")
            .map(id -> id + " fixed in " + fix)
            .toList(),
        debian("libssl1.1", "openssl", "1.1.1n-0+deb11u3"));
  }

  @Test
  void findsARegressionUpdateThatNamesNoCve() throws IOException {
    assertTrue(
        debianList()
            .contains(
                "DSA-5356-2 sox - regression update\n"
                    + "\t[bullseye] - sox 14.4.2+git20190427-2+deb11u2"));
    assertEquals(
        List.of("DSA-5356-2 fixed in 14.4.2+git20190427-2+deb11u2"),
        debian("sox", "sox", "14.4.2+git20190427-2+deb11u1"));
    assertEquals(9, debian("sox", "sox", "14.4.2+git20190427-2").size());
  }

  @Test
  void findsNpmPackagesInRangesOfAllKinds() throws IOException {
    assertEquals(
        "[{introduced=0, fixed=4.17.11}]",
        events("nodejs-security-wg/converted-osv.zip", "NSWG-ECO-493"));
    assertEquals(
        List.of("CVE-2018-16487 fixed in 4.17.11"), language(PackageType.NPM, "lodash", "4.17.10"));
    assertEquals(
        List.of("NSWG-ECO-516 fixed in 4.17.19"), language(PackageType.NPM, "lodash", "4.17.15"));
    assertEquals(List.of(), language(PackageType.NPM, "lodash", "4.17.21"));
    assertEquals(
        "[{introduced=0, last_affected=1.1.0}]",
        events("nodejs-security-wg/converted-osv.zip", "NSWG-ECO-120"));
    assertEquals(List.of("NSWG-ECO-120 fixed in 1.1.1"), language(PackageType.NPM, "ws", "1.1.0"));
    assertEquals(List.of(), language(PackageType.NPM, "ws", "1.1.1"));
    assertEquals(
        List.of("CVE-2018-3728 fixed in 4.2.1, 5.0.3"), language(PackageType.NPM, "hoek", "4.2.0"));
    assertEquals(
        List.of("CVE-2018-3728 fixed in 5.0.3"), language(PackageType.NPM, "hoek", "5.0.2"));
    assertEquals(List.of(), language(PackageType.NPM, "hoek", "4.2.1"));
  }

  @Test
  void findsPythonPackagesUnderAnySpelling() throws IOException {
    assertEquals("[{introduced=0, fixed=2.11.3}]", events("pypa/all.zip", "PYSEC-2021-66"));
    assertEquals("[{introduced=5.1, fixed=5.2b1}]", events("pypa/all.zip", "PYSEC-2020-176"));
    assertEquals(
        List.of("CVE-2019-10906 fixed in 2.10.1", "CVE-2020-28493 fixed in 2.11.3"),
        language(PackageType.PYPI, "Jinja2", "2.10").stream().limit(2).toList());
    assertEquals(
        List.of(
            "CVE-2019-20477 fixed in 5.2b1",
            "CVE-2020-14343 fixed in 5.4",
            "CVE-2020-1747 fixed in 5.3.1"),
        language(PackageType.PYPI, "PyYAML", "5.1"));
    assertEquals(
        List.of("CVE-2020-14343 fixed in 5.4", "CVE-2020-1747 fixed in 5.3.1"),
        language(PackageType.PYPI, "pyyaml", "5.2b1"));
    assertEquals(List.of(), language(PackageType.PYPI, "pyyaml", "5.4"));
  }

  private static List<String> alpine(String name, String origin, String version) {
    Component component =
        Component.of(PackageType.APK, "apk", name, version).source(origin, version).build();
    return match(component, Optional.of(system("alpine", "3.10.9")));
  }

  private static List<String> debian(String name, String source, String version) {
    Component component =
        Component.of(PackageType.DEB, "dpkg", name, version).source(source, version).build();
    return match(component, Optional.of(system("debian", "11.6")));
  }

  private static List<String> language(PackageType type, String name, String version) {
    return match(Component.of(type, "x", name, version).build(), Optional.empty());
  }

  private static OperatingSystem system(String family, String name) {
    return new OperatingSystem(family, name, "", Optional.empty());
  }

  private static List<String> match(Component component, Optional<OperatingSystem> system) {
    Inventory inventory =
        new Inventory(system, List.of(new Placed(component, Optional.empty())), List.of());
    try (AdvisoryDb db = AdvisoryDb.open(cache.resolve("db"))) {
      return Matcher.match(inventory, db).findings().stream()
          .map(RealAdvisoriesTest::shown)
          .sorted()
          .toList();
    }
  }

  private static String shown(Finding finding) {
    return finding.vulnerability().id() + " fixed in " + finding.fixedVersion();
  }

  private static String alpineFix(String name, String id) throws IOException {
    Path file = TestData.require("advisories/alpine-secdb/v3.10/main.json");
    for (Json item : Json.parse(Files.readAllBytes(file), "secdb").at("packages").items()) {
      Json fixes = item.at("pkg").at("secfixes");
      if (item.at("pkg").text("name").equals(name)) {
        return fixes.members().keySet().stream()
            .filter(version -> fixes.texts(version).contains(id))
            .findFirst()
            .orElse("");
      }
    }
    return "";
  }

  private static String debianList() throws IOException {
    return Files.readString(TestData.require("advisories/debian/data/DSA/list"));
  }

  private static String events(String zip, String id) throws IOException {
    Path file = TestData.require("advisories/" + zip);
    try (ZipFile archive = new ZipFile(file.toFile())) {
      var in = archive.getInputStream(archive.getEntry(id + ".json"));
      Json affected = Json.parse(in.readAllBytes(), id).at("affected").items().getFirst();
      return affected.at("ranges").items().stream()
          .filter(range -> !range.text("type").equals("GIT"))
          .map(range -> shown(range.at("events")))
          .findFirst()
          .orElse("");
    }
  }

  private static String shown(Json events) {
    StringBuilder shown = new StringBuilder();
    for (Json event : events.items()) {
      event
          .members()
          .forEach((key, value) ->
              shown.append(shown.isEmpty() ? "" : ", ").append(key + "=" + value.text()));
    }
    return "[{" + shown + "}]";
  }
}
