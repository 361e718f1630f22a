package dev.assay.advisory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.failure.InputFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.match.Matcher;
import dev.assay.model.Advisory;
import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.Finding;
import dev.assay.model.Inventory;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Progress;
import dev.assay.model.Status;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import dev.assay.support.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DbBuildTest {
  private static final String ONE_RECORD =
      """
      {"id": "GHSA-xxxx-yyyy-zzzz", "modified": "2024-05-06T07:08:09Z", "aliases": ["CVE-2024-1"],
       "summary": "Bad", "details": "Very bad",
       "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
       "affected": [{"package": {"ecosystem": "PyPI", "name": "Some_Thing"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]}]}
      """;
  @TempDir Path folder;

  private BuildSummary build(SourceArgument... sources) throws IOException {
    return new DbBuild(
            BuiltIns.feeds(),
            new Http(HttpSettings.standard("assay/test", Map.of())),
            Progress.SILENT)
        .build(folder, List.of(sources));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void whatWasBuiltIsFoundByEveryNameAndIdItHas() throws IOException {
    BuildSummary summary =
        build(new SourceArgument("osv", file("one.json", ONE_RECORD).toString()));
    assertEquals(1, summary.readings().getFirst().advisories());
    try (AdvisoryDb db = AdvisoryDb.open(folder.resolve("db"))) {
      Ecosystem pypi = new Ecosystem("pypi", "");
      for (String name : List.of("some-thing", "Some_Thing", "some.thing", "SOME--thing")) {
        Advisory advisory = db.lookup(pypi, name).getFirst();
        assertEquals("Some_Thing", advisory.packageName());
        assertEquals(Status.FIXED, advisory.status());
        assertEquals("2.0", advisory.ranges().getFirst().fixed());
        assertEquals("ghsa", advisory.source().id());
      }
      assertEquals(List.of(), db.lookup(pypi, "something"));
      for (String id : List.of("CVE-2024-1", "GHSA-xxxx-yyyy-zzzz")) {
        assertEquals("Very bad", db.details(pypi, id).orElseThrow().description());
      }
      assertEquals(
          9.8,
          db.details(pypi, "CVE-2024-1")
              .orElseThrow()
              .ratings()
              .getFirst()
              .vectors()
              .getFirst()
              .score());
      assertTrue(db.covers(pypi));
      assertEquals("2024-05-06T07:08:09Z", db.facts().builtAt().toString());
      assertEquals(List.of(), db.verify());
    }
  }

  @Test
  void anUnknownSourceIsAUsageFailureThatListsTheKnownOnes() {
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> build(new SourceArgument("nope", "x")));
    assertTrue(
        failure.hint().contains("alpine-secdb, bitnami") || failure.hint().contains("almalinux"));
  }

  @Test
  void aSourceThatCannotBeReadLeavesTheOldDatabaseAndNothingElse() throws IOException {
    build(new SourceArgument("osv", file("one.json", ONE_RECORD).toString()));
    Path broken = file("broken.zip", "PK\3\4 and then nothing");
    assertThrows(InputFailure.class, () -> build(new SourceArgument("osv", broken.toString())));
    try (AdvisoryDb db = AdvisoryDb.open(folder.resolve("db"));
        Stream<Path> files = Files.list(folder.resolve("db"))) {
      assertEquals(1, db.lookup(new Ecosystem("pypi", ""), "some-thing").size());
      assertEquals(
          List.of("catalog", "checked.json", "lock", "manifest.json", "partitions"),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  /// From the list of repositories to the word of a stream, through the files of a database.
  @Test
  void streamsOfRedHatsAreFoundByTheRepositoriesOfAnImage() throws IOException {
    Path feeds = Path.of("src/test/resources/advisory/feed");
    build(
        new SourceArgument("redhat", feeds.resolve("redhat/vex/input/2099").toString()),
        new SourceArgument(
            "redhat-repositories", feeds.resolve("redhat-repositories/mapping/input").toString()));
    OperatingSystem system = new OperatingSystem("redhat", "8.6", "", Optional.empty());
    Component.Builder kettle = Component.of(PackageType.RPM, "rpm", "kettle", "1-1.el8_6");
    try (AdvisoryDb db = AdvisoryDb.open(folder.resolve("db"))) {
      assertEquals("FIX_DEFERRED by redhat:8", told(kettle, system, db));
      kettle.detail(Component.CONTENT_SETS, "rhel-8-for-x86_64-baseos-rpms");
      assertEquals("FIX_DEFERRED by redhat:8", told(kettle, system, db));
      kettle.detail(Component.CONTENT_SETS, "rhel-8-for-x86_64-baseos-eus-rpms");
      assertEquals("AFFECTED by redhat:rhel_eus-8.6", told(kettle, system, db));
    }
  }

  private static String told(Component.Builder component, OperatingSystem system, AdvisoryDb db) {
    Placed placed = new Placed(component.build(), Optional.empty());
    Inventory inventory = new Inventory(Optional.of(system), List.of(placed), List.of());
    Finding finding =
        Matcher.match(inventory, db).findings().stream()
            .filter(each -> each.vulnerability().id().equals("CVE-2099-0001"))
            .findFirst()
            .orElseThrow();
    Status status = finding.status();
    String stream = status == Status.AFFECTED ? "redhat:rhel_eus-8.6" : "redhat:8";
    assertTrue(
        db.lookup(Ecosystem.parse(stream), "kettle").contains(finding.advisories().getFirst()));
    return status + " by " + stream;
  }

  @Test
  void realAlpineAdvisoriesAreFound() throws IOException {
    build(
        new SourceArgument("alpine-secdb", TestData.require("advisories/alpine-secdb").toString()));
    try (AdvisoryDb db = AdvisoryDb.open(folder.resolve("db"))) {
      List<Advisory> openssl = db.lookup(new Ecosystem("alpine", "3.10"), "openssl");
      assertTrue(
          openssl.stream()
              .anyMatch(a ->
                  a.id().equals("CVE-2019-1547")
                      && a.ranges().getFirst().fixed().equals("1.1.1d-r0")));
    }
  }
}
