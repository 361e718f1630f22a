package dev.assay.analyze;

import dev.assay.builtin.BuiltIns;
import dev.assay.model.FileFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder `analyze/ANALYZER/CASE` of the test resources: files at the paths where the analyzer
/// looks for them, and `expected.json`.
record Fixture(Path folder) {
  static final Path RESOURCES = Path.of("src/test/resources/analyze");

  static List<Fixture> all() throws IOException {
    try (Stream<Path> found = Files.find(RESOURCES, 2, (path, _) -> isCase(path))) {
      return found.sorted().map(Fixture::new).toList();
    }
  }

  private static boolean isCase(Path path) {
    return Files.isDirectory(path) && RESOURCES.relativize(path).getNameCount() == 2;
  }

  String name() {
    return RESOURCES.relativize(folder).toString();
  }

  Analyzer analyzer() {
    String name = RESOURCES.relativize(folder).getName(0).toString();
    return BuiltIns.analyzers().stream()
        .filter(analyzer -> analyzer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analyzer is called `" + name + "`"));
  }

  Path expected() {
    return folder.resolve("expected.json");
  }

  /// The input files, relative to the case's folder.
  List<String> inputs() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.equals(expected()))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  byte[] content(String input) throws IOException {
    return Files.readAllBytes(folder.resolve(input));
  }

  List<FileFacts> read() throws IOException {
    var files = new ArrayList<FileFacts>();
    for (String input : inputs()) {
      if (isWanted(input)) {
        var found = new FactsCollector(input, _ -> true);
        analyzer().read(input, new ByteArrayInputStream(content(input)), this::neighbour, found);
        files.add(found.facts());
      }
    }
    return files;
  }

  /// The case's other files are the analyzer's neighbours.
  private Optional<byte[]> neighbour(String path, int maxBytes) throws IOException {
    String plain = Path.of("/", path).normalize().toString().substring(1);
    return inputs().contains(plain) ? Optional.of(content(plain)) : Optional.empty();
  }

  boolean isWanted(String input) throws IOException {
    return isWanted(analyzer(), input, content(input));
  }

  static boolean isWanted(Analyzer analyzer, String input, byte[] content) {
    return analyzer.wants(input)
        || (analyzer instanceof ContentAnalyzer byContent
            && byContent.mayWant(input)
            && content.length >= ContentAnalyzer.FIRST_BYTES
            && byContent.wantsContent(Arrays.copyOf(content, ContentAnalyzer.FIRST_BYTES)));
  }

  static FileFacts read(Analyzer analyzer, String path, byte[] content) throws IOException {
    var found = new FactsCollector(path, _ -> true);
    analyzer.read(path, new ByteArrayInputStream(content), found);
    return found.facts();
  }
}
