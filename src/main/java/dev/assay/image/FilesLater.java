package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer.Listed;
import dev.assay.image.index.Block;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.FileFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Notes the files that are worth fetching, while an index is gone through.
final class FilesLater implements FileTaker {
  /// What an entry takes in memory, and each of its slices with its block and digest; a name stands
  /// there twice.
  private static final long ENTRY_BYTES = 160;

  private static final long SLICE_BYTES = 320;

  /// Shorter files that nobody may execute are not worth a word.
  private static final int SHORTEST_BYTES = 4 << 10;

  /// Shorter programs are fetched as a whole.
  private static final int SHORT_BYTES = 256 << 10;

  private final FileReading reading;
  private final LayerNotes notes;
  private final PathLimit paths;
  private final Limits limits;
  private final Budget held;
  private final Map<String, Later> wanted = new LinkedHashMap<>();
  private final Map<String, Later> candidates = new LinkedHashMap<>();

  FilesLater(FileReading reading, LayerNotes notes, Limits limits) {
    this.reading = reading;
    this.notes = notes;
    this.paths = new PathLimit(limits, notes);
    this.limits = limits;
    this.held = new Budget(limits.of(Limit.LAYER_INVENTORY) / 2);
  }

  /// A file to be fetched.
  ///
  /// @param path what analyzers are told
  /// @param wanting empty where its content has to tell
  record Later(String path, Entry.Indexed entry, List<Analyzer> wanting) {
    private long start() {
      return entry.entry().slices().stream()
          .flatMap(slice -> slice.block().stream())
          .mapToLong(Block::from)
          .min()
          .orElse(0);
    }

    private Listed listed() {
      return new Listed(path, entry.entry().isExecutable(), entry.sizeBytes());
    }

    /// All its blocks.
    List<Block> blocks() {
      return entry.entry().slices().stream().flatMap(slice -> slice.block().stream()).toList();
    }

    /// The blocks to see whether it is a program: the one that it begins in; all of them where they
    /// are short, since then asking again takes longer.
    List<Block> firstBlocks() {
      List<Block> all = blocks();
      return all.stream().mapToLong(Block::storedBytes).sum() <= SHORT_BYTES
          ? all
          : all.subList(0, 1);
    }
  }

  private Later later(Place file, List<Analyzer> wanting) {
    if (file.entry() instanceof Entry.Indexed indexed) {
      hold(
          Weight.ofPath(file.path()) + ENTRY_BYTES + SLICE_BYTES * indexed.entry().slices().size());
      return new Later(file.path(), indexed, wanting);
    }
    throw new IllegalStateException("the entry's content goes by only once");
  }

  private void hold(long bytes) {
    if (!held.take(bytes)) {
      throw limits.passed(
          Limit.LAYER_INVENTORY,
          "what there may be to fetch of it takes more than half of",
          "bytes");
    }
  }

  @Override
  public void wanted(Place file, List<Analyzer> wanting) throws IOException {
    String path = file.path();
    if (paths.isPassedBy(path)) {
      return;
    }
    if (wanting.stream().noneMatch(analyzer -> analyzer.needsContent(path))) {
      notes.file(reading.read(path, wanting, 0, InputStream.nullInputStream()).facts());
    } else {
      notes.file(new FileFacts(path, List.of(), Optional.empty(), List.of(), List.of()));
      wanted.put(path, later(file, wanting));
    }
  }

  @Override
  public void candidate(Place file) {
    notes.other();
    candidates.put(file.path(), later(file, List.of()));
  }

  @Override
  public void replaced(String path) {
    wanted.remove(path);
    candidates.remove(path);
  }

  /// Files that analyzers want for their path, in the layer's order.
  List<Later> wanted() {
    return sorted(wanted.values());
  }

  /// Files that belong to no package and are worth a look, in the layer's order.
  List<Later> candidates(Predicate<String> isOwned) {
    var open = new ArrayList<Later>();
    for (Later file : candidates.values()) {
      if (!isOwned.test(file.path())
          && reading.isWorthFetching(file.listed())
          && !paths.isPassedBy(file.path())) {
        open.add(file);
      }
    }
    return sorted(open);
  }

  /// How many files are of no package and are not looked at although they are as long as programs.
  long passedOver(Predicate<String> isOwned) {
    return candidates.values().stream()
        .filter(file ->
            file.entry().sizeBytes() >= SHORTEST_BYTES
                && !isOwned.test(file.path())
                && !reading.isWorthFetching(file.listed()))
        .count();
  }

  private static List<Later> sorted(Collection<Later> files) {
    return files.stream().sorted((a, b) -> Long.compare(a.start(), b.start())).toList();
  }
}
