package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  private static final int ROUNDS = 6;

  @TestFactory
  Stream<DynamicTest> everySchemeIsATotalOrder() {
    return BuiltIns.versionSchemes().stream()
        .map(scheme -> dynamicTest(scheme.name(), () -> check(scheme)));
  }

  private static void check(VersionScheme scheme) {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> texts = texts(new Random(round));
      int[][] order = compareAll(scheme, texts);
      for (int a = 0; a < TEXTS; a++) {
        assertEquals(0, scheme.compare(texts.get(a), new String(texts.get(a).toCharArray())));
        for (int b = 0; b < TEXTS; b++) {
          int there = order[a][b];
          assertEquals(-there, order[b][a], () -> "one way and back");
          for (int c = 0; c < TEXTS; c++) {
            if (there <= 0 && order[b][c] <= 0) {
              checkTransitive(order, texts, new int[] {a, b, c});
            }
          }
        }
      }
    }
  }

  private static void checkTransitive(int[][] order, List<String> texts, int[] at) {
    int first = order[at[0]][at[1]];
    int second = order[at[1]][at[2]];
    assertEquals(
        Math.min(first, second),
        order[at[0]][at[2]],
        () -> "`%s`, `%s`, `%s`".formatted(texts.get(at[0]), texts.get(at[1]), texts.get(at[2])));
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

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>(List.of("", " ", "0", "-", ".", "v", "~", "1.0", "1.0 "));
    while (texts.size() < TEXTS) {
      texts.add(VersionTexts.hostile(random));
    }
    return texts;
  }
}
