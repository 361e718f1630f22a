package dev.assay.advisory.db;

import static dev.assay.advisory.db.SampleDatabase.NPM;
import static dev.assay.advisory.db.SampleDatabase.advisory;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseRemovalTest {
  @TempDir Path cache;
  private Path root;

  @BeforeEach
  void name() {
    root = cache.resolve("db");
  }

  private List<Path> remove() {
    return DatabaseRemoval.of(root, Progress.SILENT);
  }

  private Path foreign(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "not ours");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).toList();
    }
  }

  @Test
  void nothingOfADatabaseStays() throws IOException {
    SampleDatabase.write(root, 3, "1");
    SampleDatabase.write(root, 3, "2");
    Files.writeString(root.resolve("checked.json"), "{}");
    Files.writeString(root.resolve("work-checked17"), "{}");
    foreign("work-4711/run-0");
    foreign("work-4711/partition");
    assertEquals(List.of(), remove());
    assertFalse(Files.exists(root));
    assertEquals(List.of(), remove());
  }

  @Test
  void whatIsNotOfADatabaseStaysAndIsNamed() throws IOException {
    SampleDatabase.write(root, 3, "1");
    List<Path> others =
        Stream.of(
                "manifest.json.bak",
                "notes/manifest.json",
                "partitions/advisories-mine.adb",
                "partitions/more/details-npm-0123456789abcdef.adb",
                "thesis.txt",
                "work-12/thesis.txt",
                "work-in-progress/run-0")
            .map(root::resolve)
            .toList();
    for (Path other : others) {
      foreign(root.relativize(other).toString());
    }
    List<Path> named =
        List.of(
            root.resolve("manifest.json.bak"),
            root.resolve("notes"),
            root.resolve("partitions/advisories-mine.adb"),
            root.resolve("partitions/more"),
            root.resolve("thesis.txt"),
            root.resolve("work-12/thesis.txt"),
            root.resolve("work-in-progress"));
    assertEquals(named, remove());
    assertEquals(
        others.stream().map(o -> root.relativize(o).toString()).toList(),
        names().stream().sorted().toList());
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path elsewhere = cache.resolve("elsewhere");
    SampleDatabase.write(elsewhere, 3, "1");
    Files.createSymbolicLink(root, elsewhere);
    InputFailure refused = assertThrows(InputFailure.class, this::remove);
    assertTrue(String.valueOf(refused.getMessage()).endsWith("it is a link"), refused::getMessage);
    assertTrue(Files.exists(elsewhere.resolve("manifest.json")));

    Files.delete(root);
    Files.createDirectories(root);
    Path partitions = Files.createSymbolicLink(root.resolve("partitions"), elsewhere);
    Path manifest =
        Files.createSymbolicLink(root.resolve("manifest.json"), elsewhere.resolve("manifest.json"));
    assertEquals(List.of(manifest, partitions), remove());
    assertTrue(Files.exists(manifest));
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Files.writeString(root, "no folder");
    assertEquals(List.of(root), remove());
  }

  @Test
  void whatThisProcessHasNotFinishedGoesWhenItIsStopped() throws IOException {
    SampleDatabase.write(root, 3, "1");
    List<String> before = names();
    try (DatabaseWriter writer = DatabaseWriter.begin(root, Progress.SILENT)) {
      writer.advisory(NPM, advisory("GHSA-1", "x", "1"));
      Path work = work().getFirst();
      Files.writeString(work.resolve("run-0"), "half");
      DatabaseRemoval.ofUnfinished();
      assertEquals(List.of(), work());
      Files.createDirectory(work); // so that it can be closed
    }
    assertEquals(before, names());
  }

  private List<Path> work() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(f -> f.getFileName().toString().startsWith("work-")).toList();
    }
  }
}
