package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.builtin.BuiltIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scheme orders all texts there are, also those that are no versions.
final class TotalOrderTest {
  private static final int TEXTS = 160;
  private static final int ROUNDS = 3;

  @TestFactory
  Stream<DynamicTest> everySchemeIsATotalOrder() {
    return BuiltIns.versionSchemes().stream()
        .map(scheme -> dynamicTest(scheme.name(), () -> check(scheme)));
  }

  /// Nor does any text take more than linear time: some runs of a hundred thousand characters,
  /// which a comparison that goes back for each part would not get through in hours.
  @TestFactory
  Stream<DynamicTest> everySchemeTakesEndlessTexts() {
    return BuiltIns.versionSchemes().stream()
        .map(scheme -> dynamicTest(scheme.name(), () -> checkEndless(scheme)));
  }

  private static void checkEndless(VersionScheme scheme) {
    List<String> texts = new ArrayList<>();
    for (String run :
        List.of("0.", "0-", "9", "0", "a.", "a", "1a", ".", "-", "-0a", "~", "x.0.ga.")) {
      texts.add("1." + run.repeat(100_000 / run.length()));
      texts.add(run.repeat(100_000 / run.length()) + "1");
    }
    for (String a : texts) {
      scheme.isValid(a);
      assertEquals(0, scheme.compare(a, new String(a.toCharArray())));
      for (String b : texts) {
        int there = Integer.signum(scheme.compare(a, b));
        assertEquals(-there, Integer.signum(scheme.compare(b, a)));
      }
    }
  }

  private static void check(VersionScheme scheme) {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> texts = texts(scheme, new Random(round));
      int[][] order = compareAll(scheme, texts);
      for (int a = 0; a < TEXTS; a++) {
        assertEquals(0, scheme.compare(texts.get(a), new String(texts.get(a).toCharArray())));
        for (int b = 0; b < TEXTS; b++) {
          int there = order[a][b];
          assertEquals(-there, order[b][a], () -> "one way and back");
          for (int c = 0; c < TEXTS; c++) {
            if (there <= 0 && order[b][c] <= 0) {
              checkTransitive(order, texts, a, b, c);
            }
          }
        }
      }
    }
  }

  private static void checkTransitive(int[][] order, List<String> texts, int a, int b, int c) {
    int expected = Math.min(order[a][b], order[b][c]);
    if (order[a][c] != expected) {
      fail("`%s`, `%s`, `%s`".formatted(texts.get(a), texts.get(b), texts.get(c)));
    }
  }

  private static int[][] compareAll(VersionScheme scheme, List<String> texts) {
    int[][] order = new int[texts.size()][texts.size()];
    for (int a = 0; a < texts.size(); a++) {
      for (int b = 0; b < texts.size(); b++) {
        order[a][b] = Integer.signum(scheme.compare(texts.get(a), texts.get(b)));
      }
    }
    return order;
  }

  private static List<String> texts(VersionScheme scheme, Random random) {
    List<String> texts = new ArrayList<>(List.of("", " ", "0", "-", ".", "v", "~", "1.0", "1.0 "));
    List<String> real = fixtureVersions(scheme);
    while (texts.size() < TEXTS) {
      boolean isReal = random.nextInt(4) == 0;
      texts.add(isReal ? real.get(random.nextInt(real.size())) : VersionTexts.hostile(random));
    }
    return texts;
  }

  /// Those that the scheme's fixture compares.
  static List<String> fixtureVersions(VersionScheme scheme) {
    List<String> versions = new ArrayList<>();
    for (String line : VersionFixturesTest.lines(scheme.name())) {
      if (!line.startsWith("#") && line.contains("  # ")) {
        versions.addAll(List.of(line.substring(0, line.indexOf("  # ")).split(" [<>=] ")));
      }
    }
    return versions;
  }
}
