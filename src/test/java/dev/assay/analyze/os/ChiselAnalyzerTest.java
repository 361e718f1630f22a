package dev.assay.analyze.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.analyze.Analyzer.Scope;
import dev.assay.analyze.FactsCollector;
import dev.assay.builtin.BuiltIns;
import dev.assay.image.folder.FolderAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.FileFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChiselAnalyzerTest {
  private static final String PLACE = "var/lib/chisel/manifest.wall";
  private static final Path MANIFEST =
      Path.of("src/test/resources/analyze/chisel/ubuntu").resolve(PLACE);

  @TempDir Path root;

  @Test
  void everyCutIsAGap() throws IOException {
    byte[] content = Files.readAllBytes(MANIFEST);
    for (int length = 0; length < content.length; length++) {
      var found = new FactsCollector(PLACE, _ -> true);
      new ChiselAnalyzer()
          .read(PLACE, new ByteArrayInputStream(Arrays.copyOf(content, length)), found);
      FileFacts facts = found.facts();
      assertFalse(facts.gaps().isEmpty(), "cut at " + length);
    }
  }

  @Test
  void aPackageThatDpkgListsOrASecondManifestNamesIsListedOnce() throws IOException {
    Files.createDirectories(root.resolve("var/lib/chisel"));
    Files.createDirectories(root.resolve("var/lib/dpkg/status.d"));
    Files.createDirectories(root.resolve("opt"));
    Files.copy(MANIFEST, root.resolve(PLACE));
    Files.copy(MANIFEST, root.resolve("opt/manifest.wall"));
    Files.writeString(
        root.resolve("var/lib/dpkg/status.d/tzdata"),
        "Package: tzdata\nVersion: 2025b-0ubuntu0.24.04.1\nArchitecture: all\n");
    List<String> found =
        new FolderAnalysis(Scope.INSTALLED, BuiltIns.analyzers(), Limits.STANDARD)
            .read(root).components().stream()
                .map(one -> one.component().name() + " " + one.component().foundBy())
                .toList();
    assertEquals(12, found.size());
    assertEquals(List.of("tzdata dpkg"), found.stream().filter(n -> n.startsWith("tz")).toList());
  }
}
