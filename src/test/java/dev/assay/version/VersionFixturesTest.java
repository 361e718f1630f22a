package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scheme has `version/<name>.txt` with lines `A < B # source`, `valid: A`, `invalid: A`.
final class VersionFixturesTest {
  private static final Pattern PAIR = Pattern.compile("(.*?) ([<>=]) (.*?) {2}# .+");
  private static final Pattern CLAIM = Pattern.compile("(valid|invalid): (.*)");

  @TestFactory
  Stream<DynamicTest> everySchemeAgreesWithItsFixture() {
    return BuiltIns.versionSchemes().stream()
        .map(scheme -> dynamicTest(scheme.name(), () -> check(scheme)));
  }

  private static void check(VersionScheme scheme) {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (String line : lines(scheme.name())) {
      Matcher claim = CLAIM.matcher(line);
      Matcher pair = PAIR.matcher(line);
      if (claim.matches()) {
        boolean expected = claim.group(1).equals("valid");
        if (scheme.isValid(claim.group(2)) != expected) {
          wrong.add(line);
        }
        checked++;
      } else if (pair.matches()) {
        if (!holds(scheme, pair.group(1), pair.group(2), pair.group(3))) {
          wrong.add(line);
        }
        checked++;
      } else if (!line.startsWith("#")) {
        wrong.add("neither a pair nor a claim: " + line);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(checked >= 20, "only " + checked + " lines");
  }

  private static boolean holds(VersionScheme scheme, String a, String sign, String b) {
    int expected = sign.equals("<") ? -1 : sign.equals(">") ? 1 : 0;
    return Integer.signum(scheme.compare(a, b)) == expected
        && Integer.signum(scheme.compare(b, a)) == -expected;
  }

  static List<String> lines(String scheme) {
    try (InputStream in =
        VersionFixturesTest.class.getResourceAsStream("/version/" + scheme + ".txt")) {
      assertTrue(in != null, "no fixture version/" + scheme + ".txt");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
