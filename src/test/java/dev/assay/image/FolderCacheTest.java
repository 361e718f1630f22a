package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.PathSet;
import dev.assay.model.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCacheTest {
  private static final String OURS = "layer-" + "0".repeat(64) + "-0123456789abcdef";
  @TempDir Path home;

  private void clean() throws IOException {
    new FolderCache(home, Progress.SILENT).clean();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void cleaningTakesWhatIsOursAlone() throws IOException {
    Path folder = Files.createDirectories(home.resolve("analysis"));
    Path other = Files.writeString(home.resolve("thesis"), "not ours");
    String link = OURS.replace("layer", "image");
    Files.writeString(folder.resolve(OURS), "ours");
    Files.writeString(folder.resolve("new-12-34567"), "ours");
    Files.writeString(folder.resolve("layer-cake"), "not ours");
    Files.writeString(folder.resolve("new-york-3"), "not ours");
    Files.createSymbolicLink(folder.resolve(link), other);
    clean();
    assertEquals(List.of(link, "layer-cake", "new-york-3"), names(folder));
    assertTrue(Files.exists(other));
  }

  @Test
  void aLinkedFolderIsNotEmptied() throws IOException {
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve(OURS), "another cache's");
    Files.createSymbolicLink(home.resolve("analysis"), elsewhere);
    InputFailure refused = assertThrows(InputFailure.class, this::clean);
    assertTrue(String.valueOf(refused.getMessage()).endsWith("it is a link"), refused::getMessage);
    assertEquals(List.of(OURS), names(elsewhere));
  }

  private Path entry(int number, int bytes, Instant written) throws IOException {
    Path folder = Files.createDirectories(home.resolve("analysis"));
    Path file = folder.resolve("layer-" + "0".repeat(63) + number + "-0123456789abcdef");
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(written));
    return file;
  }

  @Test
  void pruningTakesTheOldestUntilTheRestIsWithinItsBounds() throws IOException {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    Path old = entry(1, 10, noon.minusSeconds(300));
    Path middle = entry(2, 10, noon.minusSeconds(200));
    Path young = entry(3, 10, noon.minusSeconds(100));
    Path other = Files.write(home.resolve("analysis/layer-cake"), new byte[500]);
    FolderCache cache = new FolderCache(home, Progress.SILENT);
    assertEquals(new FolderCache.Pruned(0, 0), cache.prune(30, Instant.EPOCH));
    assertEquals(new FolderCache.Pruned(1, 10), cache.prune(29, Instant.EPOCH));
    assertFalse(Files.exists(old));
    assertEquals(
        new FolderCache.Pruned(1, 10), cache.prune(Long.MAX_VALUE, noon.minusSeconds(150)));
    assertFalse(Files.exists(middle));
    assertTrue(Files.exists(young));
    assertEquals(new FolderCache.Pruned(1, 10), cache.prune(0, Instant.EPOCH));
    assertTrue(Files.exists(other));
    assertEquals(
        new FolderCache.Pruned(0, 0),
        new FolderCache(home.resolve("none"), Progress.SILENT).prune(0, Instant.EPOCH));
  }

  /// What a scan does that learns something.
  private void learn() {
    Digest layer = Digest.sha256(new byte[0]);
    PathSet none = PathSet.EMPTY;
    new FolderCache(home, Progress.SILENT)
        .keep(
            new LayerInventory(
                layer,
                Optional.of(layer),
                1,
                1,
                new TreeMap<>(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                none,
                none,
                List.of()),
            layer);
  }

  @Test
  void whatIsOldGoesByItselfOnceADay() throws IOException {
    Instant now = Instant.now();
    Path old = entry(1, 10, now.minus(FolderCache.LONGEST).minusSeconds(60));
    Path young = entry(2, 10, now.minus(FolderCache.LONGEST).plusSeconds(3600));
    learn();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    Path next = entry(3, 10, now.minus(FolderCache.LONGEST).minusSeconds(60));
    learn();
    assertTrue(Files.exists(next));
    Path mark = home.resolve("analysis/.bounded");
    Files.setLastModifiedTime(mark, FileTime.from(now.minusSeconds(25L * 3600)));
    learn();
    assertFalse(Files.exists(next));
    clean();
    assertEquals(List.of(), names(home.resolve("analysis")));
  }

  @Test
  void whatIsTooMuchGoesByItself() throws IOException {
    Instant now = Instant.now();
    Path large = entry(1, 10, now.minusSeconds(7200));
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(FolderCache.MOST_BYTES); // takes no room
    }
    Files.setLastModifiedTime(large, FileTime.from(now.minusSeconds(7200)));
    Path young = entry(2, 10, now.minusSeconds(3600));
    learn();
    assertFalse(Files.exists(large));
    assertTrue(Files.exists(young));
  }
}
