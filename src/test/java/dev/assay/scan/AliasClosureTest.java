package dev.assay.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.advisory.DbBuild;
import dev.assay.advisory.DbBuild.SourceArgument;
import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.analyze.os.NamedSystem;
import dev.assay.builtin.BuiltIns;
import dev.assay.match.Matcher;
import dev.assay.model.Component;
import dev.assay.model.Inventory;
import dev.assay.model.PackageType;
import dev.assay.model.Placed;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import dev.assay.net.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wolfi and Chainguard list a vulnerability as a CVE and as a GitHub advisory, and do not say that
/// the two are one.
final class AliasClosureTest {
  private static final String WOLFI =
      """
      {"packages": [{"pkg": {"name": "tool", "secfixes": {
        "1.5-r0": ["CVE-2024-1000", "GHSA-aaaa-bbbb-cccc"],
        "1.6-r0": ["GHSA-only-only-only"],
        "1.7-r0": ["GHSA-what-ever-1111"],
        "0": ["CVE-2024-3000"]}}}]}
      """;
  @TempDir Path folder;

  private static void record(Path in, String id, String cve, String ecosystem) throws IOException {
    String text =
        """
        {"id": "%s", "modified": "2024-01-01T00:00:00Z", "aliases": ["%s"], "summary": "on %s",
         "affected": [{"package": {"ecosystem": "%s", "name": "example.org/a"},
           "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "9.0.0"}]}]}]}
        """;
    Files.writeString(in.resolve(id + ".json"), text.formatted(id, cve, ecosystem, ecosystem));
  }

  private AdvisoryDb database() throws IOException {
    Path wolfi = Files.writeString(folder.resolve("security.json"), WOLFI);
    Path language = Files.createDirectories(folder.resolve("language"));
    record(language, "GHSA-aaaa-bbbb-cccc", "CVE-2024-1000", "Go");
    record(language, "GHSA-only-only-only", "CVE-2024-2000", "npm");
    record(language, "GHSA-what-ever-1111", "CVE-2024-3000", "Go");
    new DbBuild(
            BuiltIns.feeds(),
            new Http(HttpSettings.standard("assay/test", Map.of())),
            Progress.SILENT)
        .build(
            folder,
            List.of(
                new SourceArgument("wolfi", wolfi.toString()),
                new SourceArgument("osv", language.toString())));
    return AdvisoryDb.open(folder.resolve("db"));
  }

  @Test
  void oneVulnerabilityIsOneFindingWhateverItIsListedAs() throws IOException {
    Component tool = Component.of(PackageType.APK, "apk", "tool", "1.4-r0").build();
    Inventory inventory =
        new Inventory(
            Optional.of(NamedSystem.of("wolfi", "20230201")),
            List.of(new Placed(tool, Optional.empty())),
            List.of());
    try (AdvisoryDb db = database()) {
      assertEquals(
          List.of(
              "CVE-2024-1000 [GHSA-aaaa-bbbb-cccc] on Go 1.5-r0",
              "CVE-2024-2000 [GHSA-only-only-only] on npm 1.6-r0"),
          Matcher.match(inventory, db).findings().stream()
              .map(one ->
                  String.join(
                      " ",
                      one.vulnerability().id(),
                      one.vulnerability().aliases().toString(),
                      one.vulnerability().title(),
                      one.fixedVersion()))
              .toList());
    }
  }
}
