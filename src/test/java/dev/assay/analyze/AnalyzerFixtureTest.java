package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import dev.assay.model.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every case under `analyze/`, whole and damaged. `-Dgolden.update=true` writes `expected.json`
/// anew, to be read as a diff.
class AnalyzerFixtureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CUTS = 100;
  private static final int FLIPS = 60;

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
      if (fixture.isWanted(input)) {
        int whole = learnt(bounded(fixture, input, content));
        for (int length : cuts(content)) {
          cut(fixture, input, length, whole);
        }
        for (int round = 0; round < FLIPS; round++) {
          bounded(fixture, input, flipped(content, random));
        }
      }
    }
  }

  /// How much there is to lose.
  private static int learnt(FileFacts facts) {
    return facts.components().size() + facts.repositories().size();
  }

  /// A copy that lost packages says so, but for what no reader of the format can see.
  private static void cut(Fixture fixture, String input, int length, int whole) throws IOException {
    byte[] content = fixture.content(input);
    byte[] kept = Arrays.copyOf(content, length);
    if (Fixture.isWanted(fixture.analyzer(), input, kept)) {
      FileFacts facts = bounded(fixture, input, kept);
      boolean isTold = learnt(facts) >= whole || !facts.gaps().isEmpty();
      var rest = new String(content, length, content.length - length, ISO_8859_1);
      var before = new String(kept, ISO_8859_1);
      assertTrue(
          isTold || Unseen.at(fixture.analyzer().name(), input).anyMatch(u -> u.is(before, rest)),
          () -> input + " cut at " + length + " lost packages without a word");
    }
  }

  /// Places all over the file, and ends of lines, where a cut is hardest to see.
  private static Set<Integer> cuts(byte[] content) {
    var cuts = new TreeSet<Integer>();
    for (int at = 0; at < content.length; at += 1 + content.length / CUTS) {
      cuts.add(at);
    }
    List<Integer> ends =
        IntStream.range(0, content.length).filter(at -> content[at] == '\n').boxed().toList();
    for (int i = 0; i < ends.size(); i += 1 + ends.size() / CUTS) {
      cuts.add(ends.get(i));
      cuts.add(ends.get(i) + 1);
    }
    return cuts;
  }

  /// What is read of these bytes, within the bounds of time and memory that hold for any bytes.
  private static FileFacts bounded(Fixture fixture, String input, byte[] content) {
    FileFacts facts =
        assertTimeoutPreemptively(PATIENCE, () -> Fixture.read(fixture.analyzer(), input, content));
    assertTrue(facts.gaps().size() <= FactsCollector.MAX_GAPS + 2);
    assertTrue(facts.components().size() <= 10 + content.length);
    return facts;
  }

  private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t\\r]*\\n\\z");

  /// Where a cut cannot be seen by anybody.
  private enum Place {
    ANYWHERE,
    LINE,
    RECORD;

    boolean is(String before, String rest) {
      return switch (this) {
        case ANYWHERE -> true;
        case LINE -> before.isEmpty() || before.endsWith("\n") || rest.startsWith("\n");
        case RECORD -> before.isEmpty() || BLANK_LINE.matcher(before).find();
      };
    }
  }

  /// Files of an analyzer that may be cut there without anything to show for it.
  private record Unseen(String analyzer, String files, Place place, String why) {
    static final List<Unseen> ALL =
        List.of(
            new Unseen("apk", "installed", Place.RECORD, "blocks, and nothing after the last"),
            new Unseen("cargo", "Cargo.lock", Place.LINE, "keys and packages that none may need"),
            new Unseen("conda-environment", "conda-lock.yml", Place.LINE, "a list without end"),
            new Unseen("conda-environment", "environment.yml", Place.ANYWHERE, "people write it"),
            new Unseen("dpkg", "status", Place.RECORD, "stanzas, and nothing after the last"),
            new Unseen("gomod", "go.mod", Place.ANYWHERE, "people write it"),
            new Unseen("gradle", "Classpath.lockfile", Place.LINE, "lines, and no last one"),
            new Unseen("jar", "ar", Place.RECORD, "a file of no bytes is nobody's archive"),
            new Unseen("julia", "Manifest.toml", Place.LINE, "keys and packages none may need"),
            new Unseen("pdm", "pdm.lock", Place.LINE, "keys and packages that none may need"),
            new Unseen("pip", ".txt", Place.ANYWHERE, "people write it"),
            new Unseen("pnpm", "pnpm-lock.yaml", Place.LINE, "settings of a project without needs"),
            new Unseen("pylock", "pylock.toml", Place.LINE, "tables, and nothing after the last"),
            new Unseen("release-file", "release", Place.ANYWHERE, "anybody's, without Java's keys"),
            new Unseen("rpm", "manifest-2", Place.LINE, "lines, and no last one"),
            new Unseen("uv", "uv.lock", Place.LINE, "packages that none may need"),
            new Unseen("yarn", "yarn.lock", Place.LINE, "version 1: keys that may be missing"));

    static Stream<Unseen> at(String analyzer, String path) {
      return ALL.stream().filter(u -> u.analyzer.equals(analyzer) && path.endsWith(u.files));
    }

    boolean is(String before, String rest) {
      return place.is(before, rest);
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
