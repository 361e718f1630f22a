package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.PathSet;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PathHashesTest {
  @Test
  void holdsWhatASetHolds() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      var hashes = new PathHashes();
      var expected = new TreeSet<Long>();
      for (int step = 0; step < 400; step++) {
        // Few low bits and few numbers: long runs of neighbours, and every one comes and goes.
        long hash = 1 + random.nextInt(40) + 64L * random.nextInt(4);
        if (random.nextInt(3) > 0) {
          assertEquals(expected.add(hash), hashes.add(hash));
        } else {
          expected.remove(hash);
          hashes.remove(hash);
        }
      }
      assertArrayEquals(
          expected.stream().mapToLong(Long::longValue).toArray(), hashes.toSet().hashes());
    }
  }

  @Test
  void hashesOfAFolderAndThoseAboveItAreTheirOwn() {
    long[] all = {PathSet.hash("a"), PathSet.hash("a/bc"), PathSet.hash("a/bc/ä")};
    assertArrayEquals(all, PathSet.hashesDown("a/bc/ä", 0, 9));
    assertArrayEquals(Arrays.copyOf(all, 2), PathSet.hashesDown("a/bc/ä", 0, 2));
    assertArrayEquals(Arrays.copyOfRange(all, 2, 3), PathSet.hashesDown("a/bc/ä", 4, 9));
    assertArrayEquals(Arrays.copyOfRange(all, 1, 3), PathSet.hashesDown("a/bc/ä", 1, 9));
    assertEquals(20, PathSet.hashesDown("f/".repeat(19) + "f", 0, 99).length);
  }

  @Test
  void foldersHaveACommonOne() {
    assertEquals(0, EntryPath.common("", "a"));
    assertEquals(0, EntryPath.common("ab", "a"));
    assertEquals(1, EntryPath.common("a", "a/b"));
    assertEquals(1, EntryPath.common("a/b/x", "a/bc"));
    assertEquals(1, EntryPath.common("a/bc", "a/b/x"));
    assertEquals(3, EntryPath.common("a/b/x", "a/b"));
    assertEquals(3, EntryPath.common("a/b", "a/b"));
    assertEquals(1, EntryPath.common("a/x/b", "a/y/b"));
  }
}
