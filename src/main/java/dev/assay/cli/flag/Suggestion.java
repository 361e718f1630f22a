package dev.assay.cli.flag;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// "Did you mean": the known word that is nearest to a mistyped one.
public final class Suggestion {
  private static final int LONGEST = 64;

  private Suggestion() {}

  /// The nearest of the known words, where one is near enough to be meant: a third of its letters
  /// may be wrong, and at least one.
  public static Optional<String> nearest(String typed, Collection<String> known) {
    if (typed.isEmpty() || typed.length() > LONGEST) {
      return Optional.empty();
    }
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String word : known) {
      int distance = distance(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (distance < bestDistance || (distance == bestDistance && word.compareTo(best) < 0)) {
        best = word;
        bestDistance = distance;
      }
    }
    return bestDistance <= Math.max(1, best.length() / 3) && bestDistance < typed.length()
        ? Optional.of(best)
        : Optional.empty();
  }

  /// A hint that names the nearest word, else the fallback.
  public static String hint(String typed, Collection<String> known, String fallback) {
    return nearest(typed, known).map(word -> "did you mean `" + word + "`?").orElse(fallback);
  }

  /// Insertions, deletions, replacements, and swaps of neighbours, each counted once (optimal
  /// string alignment).
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
