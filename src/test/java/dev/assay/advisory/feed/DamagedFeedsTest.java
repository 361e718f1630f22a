package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every fixture of every feed, cut off and with bits flipped: that ends in gaps or in a failure
/// that says why, never in anything else.
final class DamagedFeedsTest {
  private static final Path ROOT = Path.of("src/test/resources/advisory/feed");

  private record Bytes(Map<String, byte[]> files) implements FeedInput {
    @Override
    public void forEach(long maxFileBytes, Reader reader) throws IOException {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        reader.read(each.getKey(), new ByteArrayInputStream(each.getValue()));
      }
    }

    @Override
    public Digest digest() {
      return Digest.sha256(new byte[0]);
    }

    @Override
    public Optional<Instant> newest() {
      return Optional.empty();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFeed() {
    return BuiltIns.feeds().stream()
        .filter(feed -> Files.isDirectory(ROOT.resolve(feed.facts().name())))
        .map(feed -> dynamicTest(feed.facts().name(), () -> damage(feed)));
  }

  private static void damage(Feed feed) throws IOException {
    int said = 0;
    for (Path input : inputs(feed)) {
      Map<String, byte[]> whole = files(input);
      Random random = new Random(11);
      for (Map.Entry<String, byte[]> each : whole.entrySet()) {
        byte[] content = each.getValue();
        for (int round = 0; round < 40 && content.length > 1; round++) {
          byte[] damaged =
              round % 2 == 0
                  ? Arrays.copyOf(content, random.nextInt(content.length))
                  : flipped(content, random);
          Map<String, byte[]> files = new TreeMap<>(whole);
          files.put(each.getKey(), damaged);
          said += read(feed, new Bytes(files)) ? 1 : 0;
        }
      }
    }
    assertTrue(said > 0, "no damage was noticed");
  }

  private static List<Path> inputs(Feed feed) throws IOException {
    try (Stream<Path> cases = Files.list(ROOT.resolve(feed.facts().name()))) {
      return cases.map(each -> each.resolve("input")).sorted().toList();
    }
  }

  private static Map<String, byte[]> files(Path input) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(input)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(input.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static byte[] flipped(byte[] content, Random random) {
    byte[] flipped = content.clone();
    for (int i = 0; i < 1 + content.length / 500; i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /// Whether something was said.
  private static boolean read(Feed feed, FeedInput input) throws IOException {
    SinkText sink = new SinkText();
    try {
      feed.read(input, sink);
      return sink.toString().contains("  gap ");
    } catch (InputFailure e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
      return true;
    }
  }

  @Test
  void aConvertedCopyIsReadOnlyWhereUpstreamsOwnFilesAreMissing() throws IOException {
    Feed feed =
        BuiltIns.feeds().stream()
            .filter(each -> each.facts().name().equals("elixir"))
            .findFirst()
            .orElseThrow();
    Path folder = Files.createTempDirectory("converted");
    Path converted = folder.resolve("converted-osv.zip");
    Files.write(
        converted,
        ("{\"schema_version\": \"1.6.0\", \"id\": \"CVE-2099-1\", \"affected\": [{\"package\":"
                + " {\"ecosystem\": \"Hex\", \"name\": \"cup\"}, \"versions\": [\"1.0.0\"]}]}")
            .getBytes(UTF_8));
    Files.move(converted, folder.resolve("record.json"));
    // The name decides for a folder; what a file is, its content.
    assertTrue(text(feed, folder.resolve("record.json")).contains("hex | cup | CVE-2099-1"));
    Files.move(folder.resolve("record.json"), converted);
    List<String> read = new ArrayList<>();
    new LocalInput(folder, feed).forEach((name, content) -> read.add(name));
    assertTrue(read.contains("converted-osv.zip") || read.size() == 1, read.toString());
    Files.createDirectories(folder.resolve("packages/cup"));
    Files.writeString(
        folder.resolve("packages/cup/1.yml"), "package: cup\ncve: 2099-2\npatched_versions: []\n");
    assertFalse(text(feed, folder).contains("CVE-2099-1"));
    assertTrue(text(feed, folder).contains("hex | cup | CVE-2099-2"));
  }

  private static String text(Feed feed, Path place) throws IOException {
    SinkText sink = new SinkText();
    feed.read(new LocalInput(place, feed), sink);
    return sink.toString();
  }
}
