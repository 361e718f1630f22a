package dev.assay.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
  private static final Path PATH = Path.of("assay.yaml");
  private static final Set<String> LISTS = Set.of("severity", "scan.skip-dirs");
  private static final ConfigFile.Keys KEYS =
      new ConfigFile.Keys() {
        private final Set<String> all =
            Set.of("severity", "scan.skip-dirs", "scan.parallel", "cache.dir", "quiet");

        @Override
        public boolean contains(String key) {
          return all.contains(key);
        }

        @Override
        public boolean takesList(String key) {
          return LISTS.contains(key);
        }

        @Override
        public boolean isSection(String key) {
          return key.equals("scan") || key.equals("cache");
        }

        @Override
        public String refusal(String key) {
          return key.equals("registry.mirrors") ? "not now" : "";
        }

        @Override
        public String hint(String key) {
          return "";
        }
      };

  private static ConfigFile read(String text) {
    return ConfigFile.parse(PATH, text.getBytes(UTF_8), KEYS);
  }

  private static String problem(String text) {
    return String.valueOf(assertThrows(UsageFailure.class, () -> read(text)).getMessage())
        .replace("cannot read configuration assay.yaml: ", "");
  }

  @Test
  void keysAreReadWithTheirLines() {
    ConfigFile file =
        read("# c\nquiet: true\nscan:\n  parallel: 3\n  skip-dirs:\n  - a\n  - 'b c'\n");
    assertEquals(new ConfigFile.Entry(List.of("true"), false, 2), file.values().get("quiet"));
    assertEquals(new ConfigFile.Entry(List.of("3"), false, 4), file.values().get("scan.parallel"));
    assertEquals(
        new ConfigFile.Entry(List.of("a", "b c"), true, 6), file.values().get("scan.skip-dirs"));
  }

  @Test
  void emptyFilesSectionsAndValuesSayNothing() {
    assertEquals(0, read("").values().size());
    assertEquals(0, read("# only this\n").values().size());
    assertEquals(0, read("scan:\nquiet:\ncache: {}\n").values().size());
  }

  @Test
  void anAliasIsWhatItStandsFor() {
    assertEquals(
        new ConfigFile.Entry(List.of("x"), true, 1),
        read("severity: &s [x]\nscan: {skip-dirs: *s}\n").values().get("scan.skip-dirs"));
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertEquals("line 2: unknown key `scan.nope`", problem("scan:\n  nope: 1\n"));
    assertEquals("line 1: unknown key `nope`", problem("nope:\n"));
    assertEquals("line 1: unknown key `nope`", problem("nope: {}\n"));
    assertEquals("line 2: unknown key `nope.deep`", problem("nope:\n  deep: 1\n"));
    assertEquals("line 2: key `quiet` is said twice", problem("quiet: 1\nquiet: 2\n"));
    assertEquals("line 1: `quiet` takes one value, not a list", problem("quiet: [1]\n"));
    assertEquals("line 1: `quiet` takes text, a number or a boolean", problem("quiet: {a: 1}\n"));
    assertEquals(
        "line 1: an item of `severity` takes text, a number or a boolean",
        problem("severity: [[a]]\n"));
    assertEquals("line 1: expected `key: value` lines", problem("just text\n"));
    assertEquals("line 2: not now", problem("registry:\n  mirrors: {}\n"));
    assertTrue(problem("a: b: c\n").startsWith("line 1: "), problem("a: b: c\n"));
    assertTrue(problem("quiet: true\n---\nquiet: false\n").startsWith("line 2: "));
    assertEquals(
        "not UTF-8",
        String.valueOf(
                assertThrows(
                        UsageFailure.class,
                        () -> ConfigFile.parse(PATH, new byte[] {'a', (byte) 0xff}, KEYS))
                    .getMessage())
            .replace("cannot read configuration assay.yaml: ", ""));
  }

  @Test
  void hostileFilesAreRefusedAtOnce() {
    StringBuilder laughs = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d {p: *a%d, q: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    assertThrows(UsageFailure.class, () -> read(laughs.toString()));
    assertThrows(UsageFailure.class, () -> read("scan: &s\n  more: *s\n"));
    assertThrows(UsageFailure.class, () -> read("{".repeat(100_000)));
    assertThrows(UsageFailure.class, () -> read("- ".repeat(50_000)));
    assertThrows(UsageFailure.class, () -> read("scan: !!java.net.URL [\"http://x\"]\n"));
  }

  @Test
  void anyBytesAreReadOrRefused() {
    byte[] good = "severity: [HIGH, LOW]\nscan:\n  skip-dirs: {a: &x 1}\n  b: *x\n".getBytes(UTF_8);
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        ConfigFile.parse(PATH, bytes, KEYS);
      } catch (UsageFailure expected) {
        assertTrue(String.valueOf(expected.getMessage()).startsWith("cannot read configuration"));
      }
    }
  }
}
