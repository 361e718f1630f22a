package dev.assay.version;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The package managers' own comparisons are asked; `it/versions/run.py` does the same with many
/// more pairs.
final class OracleTest {
  private static final List<String> NODE_PROBE = List.of("-e", "require('semver')");

  @TempDir private Path folder;

  @Test
  void comparesAsDpkgsPerlLibraryDoes() throws IOException, InterruptedException {
    new Oracle("perl", List.of("-MDpkg::Version", "-e", "1"), List.of("it/versions/deb.pl"))
        .agrees(new Deb(), folder, VersionTexts::deb);
  }

  @Test
  void comparesAsRpmDoes() throws IOException, InterruptedException {
    new Oracle("rpmlua", List.of("-e", "rpm.vercmp('1', '2')"), List.of("it/versions/rpm.lua"))
        .agrees(new Rpm(), folder, VersionTexts::rpm);
  }

  @Test
  void comparesAsPackagingDoes() throws IOException, InterruptedException {
    new Oracle(
            "python3", List.of("-c", "import packaging.version"), List.of("it/versions/pep440.py"))
        .agrees(new Pep440(), folder, VersionTexts::pep440);
  }

  @Test
  void comparesAsNpmDoesByItsLooseRules() throws IOException, InterruptedException {
    new Oracle("node", NODE_PROBE, List.of("it/versions/npm.js"))
        .agrees(new Npm(), folder, VersionTexts::semver);
  }

  /// Even then npm takes a leading `v`, which the specification does not.
  @Test
  void comparesAsNpmDoesByTheSpecification() throws IOException, InterruptedException {
    new Oracle("node", NODE_PROBE, List.of("it/versions/npm.js", "strict"))
        .agrees(
            new SemVer(),
            folder,
            random -> VersionTexts.semver(random).replaceFirst("^[v= ]+", ""));
  }
}
