package dev.assay.image.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.builtin.BuiltIns;
import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderAnalysisTest {
  private static final String STATUS =
      "Package: bash\nStatus: install ok installed\nVersion: 5.1-2\n\n";

  @TempDir Path root;

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void link(String path, String target) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
  }

  private static FolderAnalysis rootfs() {
    return new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD);
  }

  private static List<String> places(Inventory inventory) {
    return inventory.components().stream()
        .map(placed -> placed.component().id() + " " + placed.component().path())
        .toList();
  }

  @Test
  void resolvesLinkedDatabasesInsideTheRootAlone() throws IOException {
    write("usr/lib/os-release", "ID=debian\nVERSION_ID=\"11\"\n");
    link("etc/os-release", "../../../../../usr/lib/os-release");
    write("etc/debian_version", "11.6\n");
    write("data/dpkg/status", STATUS);
    link("var/lib/dpkg", "/data/dpkg");
    Inventory inventory = rootfs().read(root);
    assertEquals(List.of("bash@5.1-2 var/lib/dpkg/status"), places(inventory));
    assertEquals("11.6", inventory.operatingSystem().orElseThrow().name());
    assertEquals(List.of(), inventory.gaps());
  }

  @Test
  void showsAnAnalyzerNoFileOutsideOfTheRoot() throws IOException {
    Path outside = Files.createTempFile(root.getParent(), "outside", ".in");
    Files.writeString(outside, "outside==1\n");
    write("app/more.in", "inside==1\n");
    link("app/linked.in", outside.toString());
    write(
        "app/requirements.txt",
        "-r ../../" + outside.getFileName() + "\n-r linked.in\n-r /etc/passwd\n-r more.in\n");
    Inventory inventory =
        new FolderAnalysis(Scope.SOURCE, BuiltIns.analyzers(), Limits.STANDARD).read(root);
    Files.delete(outside);
    assertEquals(List.of("inside@1 app/more.in"), places(inventory));
    assertEquals(List.of(), inventory.gaps());
  }

  @Test
  void leavesOutArchivesInAnArchiveThatASystemPackageBrought() throws IOException {
    Path jar = root.resolve("usr/share/java/site.ear");
    Files.createDirectories(jar.getParent());
    Files.copy(Path.of("src/test/resources/analyze/jar/real/app/site.ear"), jar);
    assertEquals(5, rootfs().read(root).components().size());
    write("var/lib/dpkg/status", STATUS);
    write("var/lib/dpkg/info/bash.list", "/.\n/usr/share/java/site.ear\n");
    assertEquals(List.of("bash@5.1-2 var/lib/dpkg/status"), places(rootfs().read(root)));
  }

  @Test
  void readsALinkedDatabaseOnce() throws IOException {
    write("usr/lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n\n");
    link("lib", "usr/lib");
    assertEquals(List.of("musl@1.2.5-r0 usr/lib/apk/db/installed"), places(rootfs().read(root)));
  }

  @Test
  void leavesOutWhatASystemPackageBrought() throws IOException {
    write("var/lib/dpkg/status", STATUS);
    write("var/lib/dpkg/info/python3-six.list", "/.\n/lib/python3/six-1.egg-info\n");
    link("lib", "usr/lib");
    write("usr/lib/python3/six-1.egg-info", "Name: six\nVersion: 1\n");
    write("usr/lib/python3/own-1.egg-info", "Name: own\nVersion: 1\n");
    assertEquals(
        List.of("bash@5.1-2 var/lib/dpkg/status", "own@1 usr/lib/python3/own-1.egg-info"),
        places(rootfs().read(root)));
  }

  @Test
  void survivesLoopsAndLinksToNowhereAndOpensNoPipe() throws Exception {
    link("a/b", "../a");
    link("etc/os-release", "os-release");
    link("var/lib/dpkg/status", "/absent");
    link("lib/apk/db/installed", "/dev/zero");
    Path pipe = root.resolve("usr/lib/os-release");
    Files.createDirectories(pipe.getParent());
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Inventory inventory = rootfs().read(root);
    assertEquals(List.of(), inventory.components());
    assertEquals(
        List.of("etc/os-release: not read: its links lead around in a circle"),
        inventory.gaps().stream().map(Object::toString).toList());
  }

  @Test
  void readsALockFileThroughALinkInsideTheFolderAndNamesTheOthers() throws IOException {
    Files.createDirectories(root.resolve("real"));
    Files.writeString(
        root.resolve("real/locked.json"),
        """
        {"lockfileVersion": 3, "packages": {
          "": {"name": "a"}, "node_modules/lodash": {"version": "4.17.0"}}}
        """);
    link("web/package-lock.json", "../real/locked.json");
    link("out/package-lock.json", "/etc/passwd");
    link("gone/package-lock.json", "nowhere");
    Inventory found =
        new FolderAnalysis(Scope.SOURCE, BuiltIns.analyzers(), Limits.STANDARD).read(root);
    assertEquals(List.of("lodash@4.17.0 web/package-lock.json"), places(found));
    assertEquals(
        List.of("gone/package-lock.json", "out/package-lock.json"),
        found.gaps().stream().map(Gap::path).toList());
  }

  @Test
  void readsAFolderOfDatabasesThatIsALink() throws IOException {
    write("opt/status.d/bash", STATUS);
    link("var/lib/dpkg/status.d", "/opt/status.d");
    assertEquals(List.of("bash@5.1-2 var/lib/dpkg/status.d/bash"), places(rootfs().read(root)));
  }

  @Test
  void saysThatAFolderOfDatabasesLeadsAround() throws IOException {
    link("var/lib/dpkg/status.d", "../dpkg/status.d");
    assertEquals(
        List.of("var/lib/dpkg/status.d: not read: its links lead around in a circle"),
        rootfs().read(root).gaps().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({"FOLDER_ENTRIES, 3", "FOLDER_BYTES, 100", "FOLDER_INVENTORY, 500"})
  void endsWhereAWholeFolderIsOverALimit(Limit limit, long most) throws IOException {
    for (int i = 0; i < 4; i++) {
      write("var/lib/dpkg/status.d/p" + i, STATUS);
    }
    FolderAnalysis small =
        new FolderAnalysis(
            Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD.with(limit, most));
    InputFailure failure = assertThrows(InputFailure.class, () -> small.read(root));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("(limit " + limit.word() + ")"),
        failure::getMessage);
  }

  @Test
  void refusesWhatIsNeitherFileNorFolder() throws Exception {
    Path pipe = root.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    InputFailure failure = assertThrows(InputFailure.class, () -> rootfs().read(pipe));
    assertTrue(String.valueOf(failure.getMessage()).endsWith("neither a file nor a folder"));
  }

  @Test
  void namesWhatIsTooLargeOrTooDeep() throws IOException {
    write("var/lib/dpkg/status", STATUS);
    write("a/b/c/d/x.dist-info/METADATA", "Name: x\nVersion: 1\n");
    Limits limits = Limits.STANDARD.with(Limit.FILE_BYTES, 10).with(Limit.PATH_DEPTH, 3);
    Inventory inventory =
        new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), limits).read(root);
    assertEquals(
        List.of(
            "a/b/c/d: not looked at: it lies below more than 3 folders (limit path-depth, set by"
                + " `--limit`)",
            "var/lib/dpkg/status: " + STATUS.length() + " bytes are more than the limit of 10"),
        inventory.gaps().stream().map(Object::toString).toList());
  }

  @Test
  void skipsWhatItIsTold() throws IOException {
    for (String folder : List.of("one", "two", "three/four", ".git", "proc")) {
      write(folder + "/x.dist-info/METADATA", "Name: x\nVersion: 1\n");
    }
    write("var/lib/dpkg/status", STATUS);
    Inventory inventory =
        rootfs().without(List.of("/two/", "**/four"), List.of("var/lib/dpkg/status")).read(root);
    assertEquals(List.of("x@1 one/x.dist-info/METADATA"), places(inventory));
  }

  @Test
  void readsASingleFileAsIfItLayAlone() throws IOException {
    write("x.egg-info", "Name: x\nVersion: 1\n");
    assertEquals(List.of("x@1 x.egg-info"), places(rootfs().read(root.resolve("x.egg-info"))));
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    InputFailure failure =
        assertThrows(InputFailure.class, () -> rootfs().read(root.resolve("absent")));
    assertTrue(String.valueOf(failure.getMessage()).contains("no such file"));
  }

  @Test
  void namesAFolderThatItMayNotList() throws IOException {
    write("closed/x.dist-info/METADATA", "Name: x\nVersion: 1\n");
    Path closed = root.resolve("closed");
    Files.setPosixFilePermissions(
        closed, java.nio.file.attribute.PosixFilePermissions.fromString("---------"));
    try {
      org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(closed), "runs as root");
      assertEquals(
          List.of("closed: folder cannot be listed: permission denied"),
          rootfs().read(root).gaps().stream().map(Object::toString).toList());
    } finally {
      Files.setPosixFilePermissions(
          closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }
  }
}
