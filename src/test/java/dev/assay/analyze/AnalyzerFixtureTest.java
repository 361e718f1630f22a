package dev.assay.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import dev.assay.model.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every case under `analyze/`, whole and damaged. `-Dgolden.update=true` writes `expected.json`
/// anew, to be read as a diff.
class AnalyzerFixtureTest {
  private static final List<String> ENDED = List.of("bundler", "chisel", "hex", "pub", "stack");

  @TestFactory
  Stream<DynamicTest> saysWhatIsExpected() throws IOException {
    return Fixture.all().stream().map(one -> dynamicTest(one.name(), () -> compare(one)));
  }

  private static void compare(Fixture fixture) throws IOException {
    List<FileFacts> files = fixture.read();
    assertFalse(files.isEmpty(), "the analyzer wants none of " + fixture.inputs());
    String actual = FactsJson.write(files);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(fixture.expected(), actual);
    }
    assertEquals(Files.readString(fixture.expected()), actual);
  }

  @TestFactory
  Stream<DynamicTest> survivesDamage() throws IOException {
    return Fixture.all().stream().map(one -> dynamicTest(one.name(), () -> damage(one)));
  }

  private static void damage(Fixture fixture) throws IOException {
    var random = new Random(fixture.name().hashCode());
    for (String input : fixture.inputs()) {
      byte[] content = fixture.content(input);
      for (int round = 0; round < 60 && fixture.isWanted(input); round++) {
        byte[] damaged =
            round % 2 == 0
                ? Arrays.copyOf(content, random.nextInt(content.length + 1))
                : flipped(content, random);
        FileFacts facts = Fixture.read(fixture.analyzer(), input, damaged);
        assertTrue(facts.gaps().size() <= FactsCollector.MAX_GAPS + 2);
        assertTrue(facts.components().size() <= content.length);
      }
    }
  }

  /// Formats that end in something that must be there: a cut that loses packages is told.
  @TestFactory
  Stream<DynamicTest> tellsWhereTheEndIsCutOff() throws IOException {
    return Fixture.all().stream()
        .filter(one -> ENDED.contains(one.analyzer().name()))
        .map(one -> dynamicTest(one.name(), () -> cut(one)));
  }

  private static void cut(Fixture fixture) throws IOException {
    for (String input : fixture.inputs()) {
      byte[] content = fixture.content(input);
      int whole = Fixture.read(fixture.analyzer(), input, content).components().size();
      int step = 1 + content.length / 200;
      for (int length = 0; length < content.length && fixture.isWanted(input); length += step) {
        FileFacts facts = Fixture.read(fixture.analyzer(), input, Arrays.copyOf(content, length));
        boolean isTold = facts.components().size() >= whole || !facts.gaps().isEmpty();
        assertTrue(isTold, input + " cut at " + length);
      }
    }
  }

  private static byte[] flipped(byte[] content, Random random) {
    byte[] copy = content.clone();
    for (int i = 0; i < 1 + copy.length / 500 && copy.length > 0; i++) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  @Test
  void everyAnalyzerHasAFixtureAndANameOfItsOwn() throws IOException {
    var fixtures =
        Fixture.all().stream()
            .map(one -> one.analyzer().name())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> names = BuiltIns.analyzers().stream().map(Analyzer::name).sorted().toList();
    assertEquals(List.copyOf(fixtures), names);
  }

  @TestFactory
  Stream<DynamicTest> survivesNoise() {
    return BuiltIns.analyzers().stream().map(one -> dynamicTest(one.name(), () -> noise(one)));
  }

  private static void noise(Analyzer analyzer) throws IOException {
    var random = new Random(1);
    String path = analyzer.places().isEmpty() ? "noise" : analyzer.places().getFirst();
    for (int round = 0; round < 50; round++) {
      byte[] content = new byte[random.nextInt(3000)];
      random.nextBytes(content);
      assertTrue(Fixture.read(analyzer, path, content).gaps().size() <= 102);
    }
  }
}
