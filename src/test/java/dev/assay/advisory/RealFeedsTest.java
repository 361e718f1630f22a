package dev.assay.advisory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import dev.assay.support.TestData;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of everything that upstreams have published and that is at hand, held against the raw
/// records.
final class RealFeedsTest {
  @TempDir private static Path folder;
  private static final Map<String, SourceReading> READINGS = new TreeMap<>();

  @BeforeAll
  static void build() throws IOException {
    Path data = TestData.require("advisories");
    for (SourceReading reading : build(folder, data).readings()) {
      READINGS.put(reading.source().name(), reading);
    }
  }

  private static BuildSummary build(Path cache, Path data) throws IOException {
    List<SourceArgument> sources = new ArrayList<>();
    try (Stream<Path> folders = Files.list(data)) {
      for (Path each : folders.filter(Files::isDirectory).toList()) {
        sources.add(new SourceArgument(each.getFileName().toString(), each.toString()));
      }
    }
    return new DbBuild(BuiltIns.feeds(), TestHttp.client(), Progress.SILENT).build(cache, sources);
  }

  /// What `SOURCES.tsv` counts, and where our count is another one on purpose.
  @Test
  void asManyRecordsAsUpstreamPublished() throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    List<String> lines = Files.readAllLines(TestData.require("advisories/SOURCES.tsv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split("\t");
      expected.put(columns[0].equals("nvd-like") ? "nvd" : columns[0], Long.parseLong(columns[5]));
    }
    // The lists of DTSA, 208 notices, are not in the count.
    expected.merge("debian", 208L, Long::sum);
    // Three files of the folders are no CVE files.
    expected.merge("ubuntu-cve-tracker", -3L, Long::sum);
    // What was converted to OSV is counted there; these have more in their own form.
    expected.put("nodejs-security-wg", 467L);
    expected.put("project-kb", 1297L);
    expected.put("retirejs", 1268L);
    expected.put("victims", 218L);
    Map<String, Long> actual = new TreeMap<>();
    READINGS.forEach((name, reading) -> actual.put(name, reading.source().records()));
    assertEquals(expected, actual);
  }

  @Test
  void hardlyAnythingIsAGap() {
    for (SourceReading reading : READINGS.values()) {
      long gaps = reading.source().gaps();
      assertTrue(
          gaps * 200 <= reading.source().records(),
          reading.source().name() + " has " + gaps + " gaps: " + reading.gaps());
    }
  }

  private static AdvisoryDb open() {
    return AdvisoryDb.open(folder.resolve("db"));
  }

  private static List<Advisory> find(String ecosystem, String packageName, String id) {
    try (AdvisoryDb db = open()) {
      return db.lookup(Ecosystem.parse(ecosystem), packageName).stream()
          .filter(a -> a.id().equals(id) || a.aliases().contains(id))
          .toList();
    }
  }

  private static void assertFixed(String ecosystem, String packageName, String id, String fixed) {
    List<String> fixes =
        find(ecosystem, packageName, id).stream()
            .flatMap(advisory -> advisory.ranges().stream())
            .map(AffectedRange::fixed)
            .toList();
    assertTrue(fixes.contains(fixed), ecosystem + " " + packageName + " " + id + ": " + fixes);
  }

  @Test
  void rawRecordsAreFoundAgain() {
    assertFixed("alpine:3.10", "openssl", "CVE-2019-1547", "1.1.1d-r0");
    assertFixed("alpine:3.11", "xen", "CVE-2016-9815", "4.7.1-r3");
    assertFixed("debian:11", "xorg-server", "CVE-2023-1393", "2:1.20.11-1+deb11u6");
    assertFixed("debian:11", "rails", "CVE-2023-22796", "2:6.0.3.7+dfsg-2+deb11u1");
    assertFixed("ubuntu:22.04", "glibc", "CVE-2023-4911", "2.35-0ubuntu3.4");
    assertFixed("ubuntu:20.04", "apache-log4j2", "CVE-2021-44228", "2.15.0-0.20.04.1");
    assertFixed("alma:9", "podman", "CVE-2023-39326", "2:4.9.4-0.1.el9");
    assertFixed("pypi", "qutebrowser", "PYSEC-2021-382", "2.4.0");
    assertFixed("npm", "semver", "CVE-2022-25883", "7.5.2");
    assertFixed("bitnami", "joomla", "CVE-2026-40383", "5.4.6");
    assertFixed("julia", "yaml_cpp_jll", "CVE-2017-5950", "0.6.3+0");
    assertFixed("composer", "drupal/oauth2_client", "CVE-2025-31684", "4.1.3");
    assertFixed("gem", "rack", "CVE-2026-34830", "3.2.6");
    assertFixed("composer", "symfony/twilio-notifier", "CVE-2026-47212", "7.4.12-dev");
    assertFixed("hex", "plug", "CVE-2018-1000883", "1.2.5");
    assertFixed("maven", "org.apache.camel:camel-core", "CVE-2014-0002", "2.11.4");
    assertFixed("npm", "jquery", "CVE-2015-9251", "1.12.0");
    assertFixed("redhat:9", "golang", "CVE-2024-9355", "0:1.21.13-4.el9_4");
    assertFixed("kubernetes", "k8s.io/apiserver", "CVE-2020-8559", "1.17.9");
  }

  @Test
  void statesOtherThanFixedAreKept() {
    Advisory xenial = find("ubuntu:16.04", "glibc", "CVE-2023-4911").getFirst();
    assertEquals(Status.NOT_AFFECTED, xenial.status());
    assertEquals("code not present", xenial.note());
    Advisory notice = find("alma:9", "podman", "CVE-2023-39326").getFirst();
    assertEquals(List.of("ALSA-2024:2193"), notice.vendorIds());
    assertEquals(Severity.MEDIUM, notice.severity());
  }

  @Test
  void detailsOfSeveralSourcesAreJoined() {
    try (AdvisoryDb db = open()) {
      Vulnerability log4shell =
          db.details(Ecosystem.parse("ubuntu:20.04"), "CVE-2021-44228").orElseThrow();
      assertTrue(log4shell.description().startsWith("Apache Log4j2"));
      assertEquals("2021-12-10", log4shell.exploitedSince());
      assertTrue(log4shell.ratings().stream().anyMatch(r -> r.source().equals("ubuntu")));
      assertTrue(
          log4shell.ratings().stream()
              .filter(r -> r.source().equals("nvd"))
              .flatMap(r -> r.vectors().stream())
              .anyMatch(v -> v.score() == 10.0));
    }
  }

  @Test
  void aSecondBuildGivesTheSameFilesBitForBit(@TempDir Path one, @TempDir Path other)
      throws IOException {
    List<String> names =
        new ArrayList<>(List.of("alpine-secdb", "debian", "pypa", "kev", "rustsec"));
    Map<String, byte[]> first = contents(build(one, names));
    Map<String, byte[]> second = contents(build(other, names.reversed()));
    assertEquals(first.keySet(), second.keySet());
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  private static Path build(Path cache, List<String> names) throws IOException {
    List<SourceArgument> sources = new ArrayList<>();
    for (String name : names) {
      sources.add(new SourceArgument(name, TestData.require("advisories/" + name).toString()));
    }
    new DbBuild(BuiltIns.feeds(), TestHttp.client(), Progress.SILENT).build(cache, sources);
    return cache.resolve("db");
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("checked.json")) {
          contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }

  @Test
  void everyByteIsBehindItsChecksum() {
    try (AdvisoryDb db = open()) {
      assertEquals(List.of(), db.verify());
    }
  }
}
