package dev.assay.analyze.binary;

import dev.assay.format.golang.GoBuildBlob;
import dev.assay.format.program.KeptBytes;
import dev.assay.format.program.ProgramLayout;
import dev.assay.format.program.Region;
import dev.assay.model.KeyOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Keeps the few parts of a program that matter while it goes by once: instructions, symbols and
/// debugging data are passed over without a copy. What is kept depends on the file alone, never on
/// what else is read at the time, so that the same image always gives the same answer.
final class ProgramParts {
  /// Constants: old Go's texts and Rust's list of crates are among them, near their beginning.
  static final int READ_ONLY_BYTES = 8 << 20;

  /// Variables; behind these bytes Go's build information is still looked for.
  static final int WRITABLE_BYTES = 3 << 20;

  private static final int NOTES_BYTES = 64 << 10;
  private static final int SECTIONS_BYTES = 256 << 10;
  private static final int CRATES_BYTES = CrateList.MAX_PACKED;
  private static final int SEARCHED_BYTES = 64 << 10;
  private static final int OVERLAP_BYTES = 256;
  private static final String CRATES = ".dep-v0";

  private final InputStream content;
  private final KeptBytes kept = new KeptBytes();
  private long position;

  private ProgramParts(InputStream content) {
    this.content = content;
  }

  /// What to do with a run of bytes.
  private enum Deed {
    KEEP(0),
    /// Look for Go's build information, keep it and what follows.
    FIND_GO(GoBuildBlob.MAX_BYTES),
    /// Look for Rust's list of crates, keep it and what follows.
    FIND_CRATES(CRATES_BYTES);

    private final int keptBytes;

    Deed(int keptBytes) {
      this.keptBytes = keptBytes;
    }

    /// The first place in the bytes where it stands, or -1.
    int find(byte[] bytes, int count) {
      return switch (this) {
        case KEEP -> 0;
        case FIND_GO -> GoBuildBlob.find(bytes, count);
        case FIND_CRATES -> CrateList.find(bytes, count);
      };
    }
  }

  private record Step(long start, long end, Deed deed) {}

  /// How many bytes `keep` would hold in memory.
  static long weight(ProgramLayout layout) {
    return steps(layout).stream()
        .mapToLong(s -> s.deed == Deed.KEEP ? s.end - s.start : s.deed.keptBytes)
        .sum();
  }

  /// What of a program was kept.
  ///
  /// @param isCut whether the file ended before its headers say
  record Kept(KeptBytes bytes, boolean isCut) {}

  /// Reads a program to its last part of interest.
  ///
  /// @param front its first bytes, already read
  /// @param content what follows them
  /// @throws IOException where the bytes do not arrive
  static Kept keep(ProgramLayout layout, byte[] front, InputStream content) throws IOException {
    var parts = new ProgramParts(content);
    parts.kept.add(0, front);
    parts.position = front.length;
    for (Step step : steps(layout)) {
      if (step.end > parts.position && !parts.take(step)) {
        return new Kept(parts.kept, true);
      }
    }
    // Windows' programs have no table at their end, which would show that they are whole.
    boolean isWindows = layout.format() == ProgramLayout.Format.PE;
    return new Kept(parts.kept, isWindows && !parts.skip(layout.end() - parts.position));
  }

  private static List<Step> steps(ProgramLayout layout) {
    boolean hasConstants = layout.regions().stream().anyMatch(r -> r.use() == Region.Use.READ_ONLY);
    var steps = new ArrayList<Step>();
    long constants = READ_ONLY_BYTES;
    long variables = WRITABLE_BYTES;
    for (Region region : layout.regions()) {
      long size = region.sizeBytes();
      switch (region.use()) {
        case NOTES -> keep(region, Math.min(size, NOTES_BYTES), steps);
        case SECTIONS -> keep(region, Math.min(size, SECTIONS_BYTES), steps);
        case CODE, READ_ONLY -> {
          if (region.name().equals(CRATES)) {
            keep(region, Math.min(size, CRATES_BYTES), steps);
          } else if (region.use() == Region.Use.READ_ONLY || !hasConstants) {
            // Older linkers put constants behind the instructions, in one region.
            long count = Math.min(size, constants);
            constants -= count;
            keep(region, count, steps);
          }
        }
        case WRITABLE -> {
          long count = region.name().equals(CRATES) ? CRATES_BYTES : Math.min(size, variables);
          variables -= Math.min(count, variables);
          keep(region, Math.min(count, size), steps);
          steps.add(new Step(region.offset() + count, region.end(), Deed.FIND_GO));
        }
      }
    }
    unloaded(layout).ifPresent(steps::add);
    return apart(steps);
  }

  /// Newer lists of crates are in a section that is not loaded, behind everything that is, among
  /// symbols and debugging data; only the table behind them tells where. Go has its table in front
  /// and no such section.
  private static Optional<Step> unloaded(ProgramLayout layout) {
    long loaded = 0;
    long table = 0;
    for (Region region : layout.regions()) {
      switch (region.use()) {
        case CODE, READ_ONLY, WRITABLE -> loaded = Math.max(loaded, region.end());
        case SECTIONS -> table = region.offset();
        case NOTES -> {
          // Loaded as well.
        }
      }
    }
    boolean isElf = layout.format() == ProgramLayout.Format.ELF;
    return isElf && table > loaded
        ? Optional.of(new Step(loaded, table, Deed.FIND_CRATES))
        : Optional.empty();
  }

  private static void keep(Region region, long count, List<Step> steps) {
    steps.add(new Step(region.offset(), region.offset() + count, Deed.KEEP));
  }

  /// In order, without overlaps: where two meet, the earlier one goes first, a longer one before a
  /// search.
  private static List<Step> apart(List<Step> steps) {
    steps.sort(KeyOrder.by(Step::start).thenComparing(Step::deed));
    var apart = new ArrayList<Step>();
    long end = 0;
    for (Step step : steps) {
      long start = Math.max(step.start, end);
      if (step.end > start) {
        apart.add(new Step(start, step.end, step.deed));
        end = step.end;
      }
    }
    return apart;
  }

  private boolean take(Step step) throws IOException {
    long start = Math.max(step.start, position);
    if (!skip(start - position)) {
      return false;
    }
    return step.deed == Deed.KEEP ? keep((int) (step.end - start)) : search(step);
  }

  private boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      long skipped = content.skip(left);
      if (skipped <= 0) {
        if (content.read() < 0) {
          return false;
        }
        skipped = 1;
      }
      left -= skipped;
    }
    position += count;
    return true;
  }

  /// Memory grows with the bytes that really come, whatever the headers claim.
  private boolean keep(int count) throws IOException {
    byte[] bytes = new byte[Math.min(count, 256 << 10)];
    int filled = content.readNBytes(bytes, 0, bytes.length);
    while (filled == bytes.length && filled < count) {
      bytes = Arrays.copyOf(bytes, Math.min(count, 4 * filled));
      filled += content.readNBytes(bytes, filled, bytes.length - filled);
    }
    kept.add(position, filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled));
    position += filled;
    return filled == count;
  }

  /// Looks for what is wanted and keeps it from there on. Blocks overlap, so that it is found
  /// across their edges.
  private boolean search(Step step) throws IOException {
    byte[] bytes = new byte[SEARCHED_BYTES];
    int before = 0;
    if (step.start < position) {
      // What is in front was read before anybody knew what it is.
      byte[] seen = kept.bytes(step.start, (int) (position - step.start)).orElse(bytes);
      if (step.deed.find(seen, seen.length) >= 0) {
        return keep((int) Math.min(step.deed.keptBytes, step.end - position));
      }
      before = Math.min(OVERLAP_BYTES, seen.length) & -GoBuildBlob.ALIGN;
      System.arraycopy(seen, seen.length - before, bytes, 0, before);
    }
    if (step.deed == Deed.FIND_GO && before == 0 && !skip(-position & (GoBuildBlob.ALIGN - 1))) {
      return false;
    }
    while (position < step.end) {
      int most = (int) Math.min(bytes.length - before, step.end - position);
      int count = before + content.readNBytes(bytes, before, most);
      position += count - before;
      int at = step.deed.find(bytes, count);
      if (at >= 0) {
        kept.add(position - count + at, Arrays.copyOfRange(bytes, at, count));
        return keep((int) Math.min(step.deed.keptBytes, step.end - position));
      }
      if (count == before) {
        return false;
      }
      before = count < bytes.length ? 0 : OVERLAP_BYTES;
      System.arraycopy(bytes, count - before, bytes, 0, before);
    }
    return true;
  }
}
