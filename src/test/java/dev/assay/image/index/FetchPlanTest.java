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

  private static final long LAYER_BYTES = 160_000_000;

  private static FetchPlan plan(List<Block> blocks) {
    return FetchPlan.of(blocks, LAYER_BYTES, false);
  }

  private static List<Stretch> stretches(FetchPlan plan) {
    return plan.requests().stream().flatMap(request -> request.parts().stream()).toList();
  }

  @Test
  void aFewBlocksAreFetchedByThemselves() {
    FetchPlan plan = plan(blocks(8, 1_000_000, 1_000));
    assertEquals(8, plan.requests().size());
    assertEquals(8_000, plan.bytes());
  }

  @Test
  void manyNearEachOtherAreFetchedTogether() {
    FetchPlan plan = plan(blocks(2_000, 50_000, 1_000));
    assertTrue(plan.requests().size() <= FetchPlan.MAX_REQUESTS, "" + plan.requests().size());
    assertTrue(plan.bytes() <= 100_000_000);
  }

  /// Like the manifests of 3,000 packages, whose distances are not all alike.
  private static List<Block> manifests() {
    var random = new Random(9);
    var blocks = new ArrayList<Block>();
    long at = 0;
    for (int i = 0; i < 3_000; i++) {
      at += 800 + (long) Math.exp(7.5 + 2.3 * random.nextGaussian());
      blocks.add(new Block(i, at, at + 800));
      at += 800;
    }
    return blocks;
  }

  @Test
  void bytesAreWorthMoreThanALittleTime() {
    List<Block> manifests = manifests();
    long layerBytes = manifests.getLast().to();
    FetchPlan plan = FetchPlan.of(manifests, layerBytes, false);
    assertTrue(plan.requests().size() <= FetchPlan.MAX_REQUESTS, "" + plan.requests().size());
    assertTrue(plan.bytes() < 0.4 * layerBytes, plan.bytes() + " of " + layerBytes);
    assertTrue(FetchPlan.isWorthIt(layerBytes / 40, List.of(plan), layerBytes));
  }

  @Test
  void whereOneAnswerMayHaveManyPartsNothingElseIsFetched() {
    List<Block> manifests = manifests();
    long layerBytes = manifests.getLast().to();
    FetchPlan plan = FetchPlan.of(manifests, layerBytes, true);
    assertTrue(plan.requests().size() <= 3_000 / 60, "" + plan.requests().size());
    assertTrue(plan.requests().stream().allMatch(request -> request.parts().size() <= 64));
    long wanted = 3_000 * 800;
    assertTrue(plan.bytes() < 1.5 * wanted, "" + plan.bytes());
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
      FetchPlan plan = FetchPlan.of(blocks, LAYER_BYTES, random.nextBoolean());
      List<Stretch> stretches = stretches(plan);
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
    FetchPlan little = plan(blocks(4, 1_000_000, 10_000));
    FetchPlan most = plan(blocks(10, 4_000_000, 3_900_000));
    assertTrue(FetchPlan.isWorthIt(100_000, List.of(little), 60_000_000));
    assertFalse(FetchPlan.isWorthIt(100_000, List.of(little), 3_500_000));
    assertFalse(FetchPlan.isWorthIt(100_000, List.of(most), 40_000_000));
  }
}
