package dev.assay.image.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What of a layer to ask for, so that all wanted blocks are there. Blocks near each other are
/// fetched together with what lies between them, as far as that saves requests that are not worth
/// their time.
///
/// @param requests in order
public record FetchPlan(List<Request> requests) {
  /// So few requests are made, and so few bytes fetched for nothing, without asking whether fewer
  /// would do.
  private static final int FEW_REQUESTS = 16;

  private static final int FEW_BYTES = 256 << 10;

  /// A round trip to a registry's storage in the same region, and what one reader gets from it.
  /// Constants, so that the same image is always read in the same way.
  private static final double ROUND_TRIP_SECONDS = 0.020;

  private static final double BYTES_PER_SECOND = 100e6;

  /// Of the time that the whole layer takes: as much is given for fewer bytes.
  private static final double WORTH_FEWER_BYTES = 0.7;

  /// Of the same: an index that takes longer is none.
  private static final double WORTH_AN_INDEX = 0.8;

  /// Requests side by side.
  static final int PARALLEL = 8;

  /// More than that for one layer, and a registry would ask why.
  static final int MAX_REQUESTS = 300;

  /// Parts of one request: as a header, they take less than half of what any server allows.
  private static final int MAX_PARTS = 64;

  /// What stands around a part where there are several.
  private static final int PART_BYTES = 130;

  /// What is kept of one request at a time, unless a single block is longer.
  private static final int MAX_REQUEST_BYTES = 2 << 20;

  /// Gaps that may be worth their bytes, in KiB.
  private static final int[] GAPS = {
    0, 1, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1 << 10, 2 << 10
  };

  public FetchPlan {
    requests = List.copyOf(requests);
  }

  /// One request.
  ///
  /// @param parts at least one; in order
  public record Request(List<Stretch> parts) {
    public Request {
      parts = List.copyOf(parts);
    }

    /// Offset of its first byte.
    long from() {
      return parts.getFirst().from();
    }

    /// Offset behind its last byte.
    long to() {
      return parts.getLast().to();
    }

    /// How many bytes it moves.
    long bytes() {
      long around = parts.size() == 1 ? 0 : (long) PART_BYTES * parts.size();
      return around + parts.stream().mapToLong(Stretch::bytes).sum();
    }
  }

  /// The plan with the fewest bytes among those that take hardly longer than the quickest, or are
  /// quick anyway beside the layer as a whole.
  ///
  /// @param layerBytes of the whole layer
  /// @param isManyAtOnce whether one request may have several parts
  public static FetchPlan of(Collection<Block> blocks, long layerBytes, boolean isManyAtOnce) {
    var ends = new TreeMap<Long, Long>();
    for (Block block : blocks) {
      ends.merge(block.from(), block.to(), Math::max);
    }
    List<FetchPlan> plans =
        Arrays.stream(GAPS)
            .mapToObj(gap -> new FetchPlan(requests(joined(ends, gap << 10), isManyAtOnce)))
            .toList();
    double quickest = plans.stream().mapToDouble(FetchPlan::seconds).min().orElse(0);
    double most =
        Math.max(quickest + ROUND_TRIP_SECONDS, WORTH_FEWER_BYTES * wholeSeconds(layerBytes));
    return plans.stream()
        .filter(plan -> plan.seconds() <= most && plan.requests.size() <= MAX_REQUESTS)
        .min(Comparator.comparingLong(FetchPlan::bytes))
        .orElse(plans.getLast());
  }

  private static List<Stretch> joined(TreeMap<Long, Long> ends, int gap) {
    var stretches = new ArrayList<Stretch>();
    long from = -1;
    long to = -1;
    for (var block : ends.entrySet()) {
      boolean joins =
          from >= 0
              && block.getKey() - to <= gap
              && Math.max(to, block.getValue()) - from <= MAX_REQUEST_BYTES;
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

  private static List<Request> requests(List<Stretch> stretches, boolean isManyAtOnce) {
    if (!isManyAtOnce) {
      return stretches.stream().map(stretch -> new Request(List.of(stretch))).toList();
    }
    var requests = new ArrayList<Request>();
    var parts = new ArrayList<Stretch>();
    long bytes = 0;
    for (Stretch stretch : stretches) {
      boolean isFull = parts.size() == MAX_PARTS || bytes + stretch.bytes() > MAX_REQUEST_BYTES;
      if (isFull && !parts.isEmpty()) {
        requests.add(new Request(parts));
        parts.clear();
        bytes = 0;
      }
      parts.add(stretch);
      bytes += stretch.bytes();
    }
    if (!parts.isEmpty()) {
      requests.add(new Request(parts));
    }
    return requests;
  }

  /// Whether to ask if one request may have several parts.
  ///
  /// @param blocks that the plan is for
  public boolean isWorthAsking(Set<Block> blocks) {
    long needed = blocks.stream().mapToLong(Block::storedBytes).sum();
    return blocks.size() > 1 && (requests.size() > FEW_REQUESTS || bytes() > needed + FEW_BYTES);
  }

  /// How many bytes it moves.
  public long bytes() {
    return requests.stream().mapToLong(Request::bytes).sum();
  }

  /// About how long it takes.
  double seconds() {
    int rounds = (requests.size() + PARALLEL - 1) / PARALLEL;
    return ROUND_TRIP_SECONDS * rounds + bytes() / BYTES_PER_SECOND;
  }

  private static double wholeSeconds(long layerBytes) {
    return 2 * ROUND_TRIP_SECONDS + layerBytes / BYTES_PER_SECOND;
  }

  /// Whether an index is worth its requests: whether it takes clearly less time than the whole
  /// layer does.
  ///
  /// @param indexBytes of the index itself, which take two round trips
  /// @param layerBytes of the whole layer
  public static boolean isWorthIt(long indexBytes, Collection<FetchPlan> plans, long layerBytes) {
    double indexed = 2 * ROUND_TRIP_SECONDS + indexBytes / BYTES_PER_SECOND;
    for (FetchPlan plan : plans) {
      indexed += plan.seconds();
    }
    return indexed <= WORTH_AN_INDEX * wholeSeconds(layerBytes);
  }
}
