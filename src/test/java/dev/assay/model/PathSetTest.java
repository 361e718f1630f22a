package dev.assay.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PathSetTest {
  private static PathSet set(List<String> paths) {
    return PathSet.ofHashes(paths.stream().mapToLong(PathSet::hash).toArray());
  }

  private static List<String> paths(Random random) {
    return Stream.generate(() -> "folder/" + random.nextInt(1000))
        .limit(random.nextInt(60))
        .toList();
  }

  @Test
  void moreAreAddedAsIfAllHadBeenThereFromTheStart() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      List<String> some = paths(random);
      List<String> more = paths(random);
      var both = new ArrayList<>(some);
      both.addAll(more);
      PathSet before = set(some);
      assertEquals(set(both), before.and(more));
      assertEquals(set(some), before, "what was there is left as it is");
    }
  }

  @Test
  void everyHashIsGivenOnceAndInOrder() {
    PathSet set = set(List.of("a", "b", "c/d"));
    var seen = new ArrayList<Long>();
    set.forEach(seen::add);
    assertArrayEquals(set.hashes(), seen.stream().mapToLong(Long::longValue).toArray());
    assertFalse(set.contains("c"));
  }
}
