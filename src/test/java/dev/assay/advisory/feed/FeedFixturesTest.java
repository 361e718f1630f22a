package dev.assay.advisory.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every folder `advisory/feed/FEED/CASE/` is a case: `input/` as upstream publishes it, and in
/// `expected.txt` what the feed makes of it. `-Dgolden.update=true` writes the latter anew.
final class FeedFixturesTest {
  private static final Path ROOT = Path.of("src/test/resources/advisory/feed");

  @TestFactory
  Stream<DynamicTest> everyFixture() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path feed : children(ROOT)) {
      for (Path each : children(feed)) {
        tests.add(dynamicTest(ROOT.relativize(each).toString(), () -> check(feed, each)));
      }
    }
    assertFalse(tests.isEmpty());
    return tests.stream();
  }

  private static void check(Path feedFolder, Path each) throws IOException {
    Feed feed =
        BuiltIns.feeds().stream()
            .filter(f -> f.facts().name().equals(feedFolder.getFileName().toString()))
            .findFirst()
            .orElseThrow();
    SinkText sink = new SinkText();
    feed.read(new LocalInput(each.resolve("input"), feed), sink);
    Path expected = each.resolve("expected.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, sink.toString());
    }
    assertEquals(Files.readString(expected), sink.toString());
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }
}
