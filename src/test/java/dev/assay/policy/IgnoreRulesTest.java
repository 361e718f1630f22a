package dev.assay.policy;

import static dev.assay.policy.Samples.high;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IgnoreRulesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

  @TempDir private Path folder;
  private final List<String> doubts = new ArrayList<>();

  @Test
  void readsIdsDaysAndReasons() throws IOException {
    IgnoreRules rules =
        read(
            ".trivyignore",
            "\ufeff# accepted\n\n  CVE-2020-1 exp:2026-06-30 # until the release\r\nGHSA-2020-2\n"
                + "CVE-2020-3 not reachable here\nAVD-DS-0002\n");

    assertEquals(4, rules.rules().size());
    IgnoreRule first = rules.rules().getFirst();
    assertEquals(Optional.of(LocalDate.of(2026, 6, 30)), first.expires());
    assertEquals("until the release", first.statement());
    assertEquals(3, first.line());
    assertEquals("not reachable here", rules.rules().get(2).statement());
    assertTrue(covers(rules, "CVE-2020-1"));
    assertTrue(covers(rules, "CVE-2020-2"), "an alias counts");
    assertEquals(List.of(), rules.rules().stream().filter(r -> r.id().isEmpty()).toList());
  }

  @Test
  void stopsApplyingOnTheDayAndSaysSo() throws IOException {
    IgnoreRules rules = read(".trivyignore", "CVE-2020-1 exp:2026-01-02\n");

    assertTrue(rules.covering(high("CVE-2020-1"), Optional.empty(), TODAY).isPresent());
    assertEquals(Optional.empty(), rules.expired(TODAY));
    LocalDate day = LocalDate.of(2026, 1, 2);
    assertTrue(rules.covering(high("CVE-2020-1"), Optional.empty(), day).isEmpty());
    String file = folder.resolve(".trivyignore").toString();
    assertEquals(
        Optional.of(
            "Expired ignore rules no longer apply: CVE-2020-1 (" + file + ":1, 2026-01-02)."),
        rules.expired(day));
  }

  @ParameterizedTest
  @CsvSource({
    "CVE-2020-1 exp:tomorrow, 'expected `exp:YYYY-MM-DD`, found `exp:tomorrow`'",
    "CVE-2020-1 CVE-2020-2, 'expected one id, found a second one, `CVE-2020-2`'",
    "'- id: CVE-2020-1', 'expected an id, found `-`'"
  })
  void namesTheLineThatIsMalformed(String line, String problem) {
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> read(".trivyignore", "CVE-2019-1\n" + line + "\n"));
    assertEquals(
        "cannot read ignore rules: " + folder.resolve(".trivyignore") + ":2: " + problem,
        failure.getMessage());
  }

  @Test
  void doubtsLinesThatCanCoverNothing() throws IOException {
    read(
        ".trivyignore",
        "CVE-2024-1234 exp:2026-12-31 # why\nGHSA-aaaa-bbbb-cccc\naws-access-key-id\nDS002\n"
            + "AVD-DS-0002\nCVE 2024 1234\nCVE-24-1234\ncve-2024-1234\nopenssl\n"
            + "CVE-2024-1 expires=2026-01-01\nCVE-2024-2 2026-01-01 # no prefix\n");
    String file = folder.resolve(".trivyignore").toString();
    String none = "is no id of a vulnerability, so the line ignores nothing";
    assertEquals(
        List.of(
            file + ":6: `CVE` " + none,
            file + ":7: `CVE-24-1234` " + none,
            file + ":8: `cve-2024-1234` " + none,
            file + ":9: `openssl` " + none,
            file + ":10: `expires=2026-01-01` ends nothing: write `exp:YYYY-MM-DD`",
            file + ":11: `2026-01-01` ends nothing: write `exp:YYYY-MM-DD`"),
        doubts);
  }

  @Test
  void readsTheYamlForm() throws IOException {
    IgnoreRules rules =
        read(
            "ignore.yaml",
            """
            vulnerabilities:
              - id: CVE-2020-1
                paths:
                  - "app/**/package.json"
                purls: ["pkg:npm/%40scope/lib"]
                expired_at: 2026-06-30
                statement: Not reachable
              - id: CVE-2020-2
                paths: ["other/*"]
              - id: CVE-2020-3
                purls: ["pkg:npm/%40scope/lib@9.9.9"]
              - id: GHSA-2020-4
            misconfigurations:
              - id: AVD-DS-0002
            secrets:
              - id: aws-account-id
            licenses:
              - id: GPL-3.0
            """);

    assertEquals(4, rules.rules().size());
    assertEquals("Not reachable", rules.rules().getFirst().statement());
    assertEquals(2, rules.rules().getFirst().line());
    assertTrue(covers(rules, "CVE-2020-1"));
    assertTrue(!covers(rules, "CVE-2020-2"), "another path");
    assertTrue(!covers(rules, "CVE-2020-3"), "another version");
    assertTrue(covers(rules, "CVE-2020-4"), "an alias");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vulnerabilities: x",
        "vulnerabilities:\n  - x",
        "vulnerabilities:\n  - paths: [a]",
        "vulnerabilities:\n  - id: CVE-1\n    expires: 2020-01-01",
        "vulnerabilities:\n  - id: CVE-1\n    expired_at: soon",
        "vulnerabilities:\n  - id: CVE-1\n    purls: [npm/lib]",
        "vulnerabilities:\n  - id: CVE-1\n    id: CVE-2",
        "ignored:\n  - id: CVE-1",
        "- CVE-1",
        "a: [",
        "\tx: y"
      })
  void refusesYamlOfAnotherShape(String text) {
    UsageFailure failure = assertThrows(UsageFailure.class, () -> read("x.yaml", text));
    assertTrue(
        String.valueOf(failure.getMessage())
            .matches("cannot read ignore rules: .*x.yaml:[1-3]: .+"),
        failure.getMessage());
  }

  @Test
  void takesAnEmptyFileForNoRules() throws IOException {
    assertEquals(List.of(), read("x.yaml", "").rules());
    assertEquals(List.of(), read("x.yaml", "vulnerabilities:\n").rules());
    assertEquals(List.of(), read(".trivyignore", "\n# nothing\n").rules());
  }

  @Test
  void refusesWhatIsMissingBinaryOrHuge() throws IOException {
    assertThrows(
        UsageFailure.class, () -> IgnoreRules.read(folder.resolve("missing"), doubts::add));
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThrows(UsageFailure.class, () -> IgnoreRules.read(binary, doubts::add));
    Path huge = Files.write(folder.resolve("huge"), new byte[(8 << 20) + 1]);
    assertThrows(UsageFailure.class, () -> IgnoreRules.read(huge, doubts::add));
  }

  @Test
  void endsInRulesOrAFailureOnDamagedYaml() throws IOException {
    Random random = new Random(7);
    byte[] whole =
        "vulnerabilities:\n  - &a {id: CVE-1, paths: [x, '*'], expired_at: 2026-01-01}\n  - *a\n"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 600; i++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(7));
      Path file = Files.write(folder.resolve("damaged.yaml"), damaged);
      try {
        IgnoreRules.read(file, doubts::add);
      } catch (UsageFailure expected) {
        assertTrue(String.valueOf(expected.getMessage()).startsWith("cannot read "));
      }
    }
  }

  @Test
  void refusesYamlThatUnfoldsWithoutEnd() {
    StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThrows(UsageFailure.class, () -> read("bomb.yaml", text.toString()));
    assertThrows(UsageFailure.class, () -> read("deep.yaml", "[".repeat(100_000)));
  }

  private static boolean covers(IgnoreRules rules, String id) {
    return rules.covering(high(id), Optional.empty(), TODAY).isPresent();
  }

  private IgnoreRules read(String name, String text) throws IOException {
    return IgnoreRules.read(Files.writeString(folder.resolve(name), text), doubts::add);
  }

  @Test
  void refusesAFolder() {
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> IgnoreRules.read(folder, doubts::add));
    assertTrue(failure.getMessage().endsWith("it is a folder, not a file of rules"));
  }
}
