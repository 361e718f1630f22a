package dev.assay.image.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// Which stretches of a layer to ask for, so that all wanted blocks are in one of them. Blocks near
/// each other are fetched together with what lies between, as far as that is quicker than another
/// request.
///
/// @param stretches in order, without overlaps
public record FetchPlan(List<Stretch> stretches) {
  /// A round trip to a registry's storage in the same region, and what one reader gets from it.
  /// Constants, so that the same image is always read in the same way.
  private static final double ROUND_TRIP_SECONDS = 0.020;

  private static final double BYTES_PER_SECOND = 100e6;

  /// Requests side by side.
  static final int PARALLEL = 8;

  /// What is kept of one request at a time, unless a single block is longer.
  private static final int MAX_STRETCH_BYTES = 2 << 20;

  /// Gaps that may be worth their bytes.
  private static final int[] GAPS = {
    0, 4 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20, 2 << 20
  };

  public FetchPlan {
    stretches = List.copyOf(stretches);
  }

  /// One request.
  public record Stretch(long from, long to) {}

  /// The plan with the fewest bytes among those that take hardly longer than the quickest.
  public static FetchPlan of(Collection<Block> blocks) {
    var ends = new TreeMap<Long, Long>();
    for (Block block : blocks) {
      ends.merge(block.from(), block.to(), Math::max);
    }
    // The wider the gaps, the more bytes.
    List<FetchPlan> plans =
        Arrays.stream(GAPS).mapToObj(gap -> new FetchPlan(joined(ends, gap))).toList();
    double quickest = plans.stream().mapToDouble(FetchPlan::seconds).min().orElse(0);
    return plans.stream()
        .filter(plan -> plan.seconds() <= quickest + ROUND_TRIP_SECONDS)
        .findFirst()
        .orElseThrow();
  }

  private static List<Stretch> joined(TreeMap<Long, Long> ends, int gap) {
    var stretches = new ArrayList<Stretch>();
    long from = -1;
    long to = -1;
    for (var block : ends.entrySet()) {
      boolean joins =
          from >= 0
              && block.getKey() - to <= gap
              && Math.max(to, block.getValue()) - from <= MAX_STRETCH_BYTES;
      if (joins) {
        to = Math.max(to, block.getValue());
      } else {
        if (from >= 0) {
          stretches.add(new Stretch(from, to));
        }
        from = block.getKey();
        to = block.getValue();
      }
    }
    if (from >= 0) {
      stretches.add(new Stretch(from, to));
    }
    return stretches;
  }

  /// How many bytes it moves.
  public long bytes() {
    return stretches.stream().mapToLong(s -> s.to - s.from).sum();
  }

  /// About how long it takes.
  double seconds() {
    return seconds(stretches.size(), bytes());
  }

  private static double seconds(int requests, long bytes) {
    int rounds = (requests + PARALLEL - 1) / PARALLEL;
    return ROUND_TRIP_SECONDS * rounds + bytes / BYTES_PER_SECOND;
  }

  /// Whether an index is worth its requests: at most three fifths of the time that the whole layer
  /// takes.
  ///
  /// @param indexBytes of the index itself, which take two round trips
  /// @param layerBytes of the whole layer
  public static boolean isWorthIt(long indexBytes, Collection<FetchPlan> plans, long layerBytes) {
    double indexed = 2 * ROUND_TRIP_SECONDS + indexBytes / BYTES_PER_SECOND;
    for (FetchPlan plan : plans) {
      indexed += plan.seconds();
    }
    return indexed <= 0.6 * (2 * ROUND_TRIP_SECONDS + layerBytes / BYTES_PER_SECOND);
  }
}
