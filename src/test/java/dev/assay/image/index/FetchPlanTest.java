package dev.assay.image.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How wanted blocks become requests.
class FetchPlanTest {
  private static List<Block> blocks(int count, long apart, int bytes) {
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < count; i++) {
      blocks.add(new Block(i, i * apart, i * apart + bytes));
    }
    return blocks;
  }

  @Test
  void aFewBlocksAreFetchedByThemselves() {
    FetchPlan plan = FetchPlan.of(blocks(8, 1_000_000, 1_000));
    assertEquals(8, plan.stretches().size());
    assertEquals(8_000, plan.bytes());
  }

  @Test
  void manyNearEachOtherAreFetchedTogether() {
    FetchPlan plan = FetchPlan.of(blocks(2_000, 50_000, 1_000));
    assertTrue(plan.stretches().size() < 200, "" + plan.stretches().size());
    assertTrue(plan.bytes() <= 100_000_000);
  }

  @Test
  void everyBlockIsInOneOfTheStretches() {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      var blocks = new ArrayList<Block>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        long from = random.nextInt(30_000_000);
        blocks.add(new Block(i, from, from + 1 + random.nextInt(3_000_000)));
      }
      List<FetchPlan.Stretch> stretches = FetchPlan.of(blocks).stretches();
      for (Block block : blocks) {
        assertTrue(
            stretches.stream().anyMatch(s -> s.from() <= block.from() && block.to() <= s.to()),
            block.toString());
      }
      for (int i = 1; i < stretches.size(); i++) {
        assertTrue(stretches.get(i - 1).from() < stretches.get(i).from());
      }
    }
  }

  @Test
  void anIndexIsWorthItOnlyWhereItSavesTime() {
    FetchPlan little = FetchPlan.of(blocks(4, 1_000_000, 10_000));
    FetchPlan most = FetchPlan.of(blocks(10, 4_000_000, 3_900_000));
    assertTrue(FetchPlan.isWorthIt(100_000, List.of(little), 60_000_000));
    assertFalse(FetchPlan.isWorthIt(100_000, List.of(little), 3_500_000));
    assertFalse(FetchPlan.isWorthIt(100_000, List.of(most), 40_000_000));
  }
}
