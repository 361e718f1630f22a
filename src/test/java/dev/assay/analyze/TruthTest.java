package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.builtin.BuiltIns;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.Component;
import dev.assay.model.Placed;
import dev.assay.support.TestData;
import dev.assay.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the package managers themselves say about the same files.
class TruthTest {
  private static final Path FIXTURES = Fixture.RESOURCES.toAbsolutePath();

  @TempDir Path temp;

  private static List<String> ours(Path root, Function<Component, String> line) throws IOException {
    return new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD)
        .read(root).components().stream().map(Placed::component).map(line).sorted().toList();
  }

  private static List<String> run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().sorted().toList();
    process.waitFor();
    return lines;
  }

  @Test
  void agreesWithDpkgOnThisMachinesPackages() throws Exception {
    Path status = Path.of("/var/lib/dpkg/status");
    assumeTrue(Files.isReadable(status), "skipped: this machine has no dpkg database");
    dpkg(status);
  }

  @Test
  void agreesWithDpkgOnTheFixture() throws Exception {
    dpkg(FIXTURES.resolve("dpkg/real/var/lib/dpkg/status"));
  }

  private void dpkg(Path status) throws Exception {
    Path database = Files.createDirectories(temp.resolve("root/var/lib/dpkg"));
    Files.copy(status, database.resolve("status"));
    List<String> theirs =
        run(
            temp,
            Tools.require("dpkg-query").toString(),
            "--admindir=" + database,
            "-W",
            "-f",
            "${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package}"
                + " ${source:Version} ${Maintainer}\\n");
    assertTrue(theirs.size() > 5, () -> "dpkg-query said " + theirs);
    assertEquals(
        theirs.stream().filter(line -> line.startsWith("installed ")).toList(),
        ours(
            temp.resolve("root"),
            one ->
                String.join(
                    " ",
                    "installed",
                    one.name(),
                    one.version(),
                    one.architecture(),
                    one.advisoryName(),
                    one.advisoryVersion(),
                    one.maintainer())));
  }

  @Test
  void agreesWithPythonOnInstalledDistributions() throws Exception {
    String program =
        "import sys, importlib.metadata as m\n"
            + "for d in m.distributions(path=[sys.argv[1]]): print(d.metadata['Name'], d.version)";
    Path real = FIXTURES.resolve("python-pkg/real/site-packages");
    Path own = Path.of("/usr/lib/python3/dist-packages");
    for (Path folder : Stream.of(real, own).filter(Files::isDirectory).toList()) {
      List<String> theirs =
          run(temp, Tools.require("python3").toString(), "-c", program, folder.toString());
      assertTrue(!theirs.isEmpty(), () -> "python says that nothing is in " + folder);
      Path flat = Files.createDirectories(temp.resolve("p" + folder.getNameCount()));
      copyTopLevel(folder, flat);
      assertEquals(theirs, ours(flat, one -> one.name() + " " + one.version()));
    }
  }

  /// Python looks at one folder; what is deeper in it is none of its business.
  private static void copyTopLevel(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(one -> one.toString().endsWith("-info")).toList()) {
        Path target = to.resolve(entry.getFileName());
        for (String file : List.of("METADATA", "PKG-INFO")) {
          if (Files.isRegularFile(entry.resolve(file))) {
            Files.copy(entry.resolve(file), Files.createDirectories(target).resolve(file));
          }
        }
        if (Files.isRegularFile(entry)) {
          Files.copy(entry, target);
        }
      }
    }
  }

  @Test
  void agreesWithNpmOnWhatIsInstalledWhere() throws Exception {
    Path app = FIXTURES.resolve("node-pkg/real/app");
    try (Stream<Path> files = Files.walk(app)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = temp.resolve(app.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.writeString(temp.resolve("package.json"), "{\"name\":\"app\",\"version\":\"1.0.0\"}");
    Path real = temp.toRealPath();
    List<String> theirs =
        run(real, Tools.require("npm").toString(), "ls", "--all", "--parseable", "--long").stream()
            .filter(line -> line.contains("node_modules"))
            .map(line -> line.substring(real.toString().length() + 1))
            .map(line -> line.replaceFirst(":[^:]*@npm:", ":")) // an alias, and what it stands for
            .map(line -> line.split(":")[0] + " " + line.split(":")[1])
            .sorted()
            .toList();
    assertEquals(6, theirs.size(), theirs::toString);
    assertEquals(
        theirs, ours(temp, one -> one.path().replace("/package.json", "") + " " + one.id()));
  }

  @Test
  void agreesWithNpmOnALockFile() throws Exception {
    Path lock = FIXTURES.resolve("npm/v3/package-lock.json");
    Files.copy(lock, temp.resolve("package-lock.json"));
    Files.writeString(
        Files.createDirectories(temp.resolve("packages/one")).resolve("package.json"),
        "{\"name\":\"one\",\"version\":\"0.1.0\",\"dependencies\":{\"inherits\":\"2.0.3\"}}");
    Files.writeString(
        temp.resolve("package.json"), "{\"name\":\"app\",\"workspaces\":[\"packages/*\"]}");
    List<String> theirs =
        run(
                temp,
                Tools.require("npm").toString(),
                "ls",
                "--all",
                "--package-lock-only",
                "--parseable",
                "--long")
            .stream()
            .filter(line -> line.contains("/node_modules/") && !line.contains(":one@"))
            .map(line -> line.substring(line.indexOf(':') + 1).replaceFirst("^[^:]*@npm:", ""))
            .map(line -> line.split(":")[0])
            .distinct()
            .sorted()
            .toList();
    assertEquals(theirs, ids("npm/v3/package-lock.json"));
  }

  /// The same project, locked by different programs.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "npm/v1/package-lock.json",
        "npm/v2/package-lock.json",
        "yarn/v1/yarn.lock",
        "pnpm/v5/pnpm-lock.yaml",
        "pnpm/v6/pnpm-lock.yaml",
        "pnpm/v9/pnpm-lock.yaml"
      })
  void readsTheSamePackagesFromEveryLockFileOfOneProject(String lock) throws IOException {
    assertEquals(ids("npm/v3/package-lock.json"), ids(lock));
  }

  private static List<String> ids(String lock) throws IOException {
    return new FolderAnalysis(Scope.SOURCE, BuiltIns.analyzers(), Limits.STANDARD)
        .read(FIXTURES.resolve(lock)).components().stream()
            .map(placed -> placed.component().id())
            .sorted()
            .toList();
  }

  @Test
  void findsEveryPackageOfARealAlpineRootFileSystem() throws Exception {
    Path archive = TestData.require("images/alpine-minirootfs-3.10.9-x86_64.tar.gz");
    try (InputStream file = Files.newInputStream(archive);
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = temp.resolve(entry.getName()).normalize();
        boolean isWanted = entry.getName().matches("\\./(etc|lib/apk/db)/[a-z-]+");
        if (entry.isFile() && isWanted) {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
        }
      }
    }
    List<String> expected =
        Files.readAllLines(temp.resolve("lib/apk/db/installed")).stream()
            .filter(line -> line.startsWith("P:"))
            .map(line -> line.substring(2))
            .sorted()
            .toList();
    assertEquals(14, expected.size());
    assertEquals(expected, ours(temp, Component::name));
    assertEquals(
        "3.10.9",
        new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD)
            .read(temp)
            .operatingSystem()
            .orElseThrow()
            .name());
  }
}
