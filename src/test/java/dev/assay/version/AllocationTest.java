package dev.assay.version;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.assay.builtin.BuiltIns;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A look-up compares thousands of versions: none of the comparisons may leave garbage.
final class AllocationTest {
  private static final int ROUNDS = 200;

  @TestFactory
  Stream<DynamicTest> noComparisonAllocates() {
    return BuiltIns.versionSchemes().stream()
        .map(scheme -> dynamicTest(scheme.name(), () -> check(scheme)));
  }

  private static void check(VersionScheme scheme) {
    List<String> versions =
        TotalOrderTest.fixtureVersions(scheme).stream().filter(scheme::isValid).toList();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String[] compared = versions.toArray(String[]::new);
    compareAll(scheme, compared);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      compareAll(scheme, compared);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    long comparisons = (long) ROUNDS * compared.length * compared.length;
    // The measuring itself leaves a few bytes.
    assertTrue(bytes < comparisons / 10, bytes + " bytes for " + comparisons + " comparisons");
  }

  private static int compareAll(VersionScheme scheme, String[] versions) {
    int sum = 0;
    for (String a : versions) {
      for (String b : versions) {
        sum += scheme.compare(a, b);
      }
    }
    return sum;
  }
}
