package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
