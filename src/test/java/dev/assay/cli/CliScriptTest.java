package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CliScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/cli");

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> everyScriptHolds() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<Path> scripts = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      assertTrue(scripts.size() >= 8);
      return scripts.stream()
          .map(script -> dynamicTest(script.getFileName().toString(), () -> holds(script)));
    }
  }

  private void holds(Path script) throws IOException {
    Path folder = Files.createDirectories(work.resolve(script.getFileName()));
    assertEquals("", String.join("\n\n", new CliScript(script, folder).run()));
  }

  @Test
  void aScriptThatIsWrongIsFoundOut() throws IOException {
    Path script = work.resolve("wrong.txt");
    Files.writeString(
        script,
        """
        $ assay nonsense
        $ assay nonsense
        ? 2
        $ assay nonsense
        ? 2
        ! error: ...
        $ assay nonsense
        ? 2
        ! error: unknown command `{{[a-z]+}}`
        ! ...
        """);
    if (!Boolean.getBoolean("golden.update")) {
      assertEquals(3, new CliScript(script, work).run().size());
    }
  }
}
