package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.analyze.ContentAnalyzer;
import dev.assay.analyze.os.OwnedFiles;
import dev.assay.failure.InputFailure;
import dev.assay.image.FilesLater.Later;
import dev.assay.image.index.Block;
import dev.assay.image.index.BlockReader;
import dev.assay.image.index.FetchPlan;
import dev.assay.image.index.LayerIndex;
import dev.assay.image.index.Ranges;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads of one layer what its index says is worth it, in two rounds of requests: first what
/// analyzers want for its path, package databases among it; then the beginnings of programs that no
/// package owns, and of those that are wanted, what their analyzers ask for.
final class IndexedReading {
  /// More passes over one layer would be an attack.
  private static final int MAX_PASSES = 4;

  private final LayerIndex index;
  private final Ranges layer;
  private final FileReading reading;
  private final LayerNotes notes;
  private final Limits limits;
  private final boolean isWorthAnyPrice;
  private final Digest digest;
  private final List<FileFacts> read = new ArrayList<>();
  private final Set<String> owned = new HashSet<>();
  private long sizes;

  /// @param index of the layer
  IndexedReading(
      LayerIndex index, Ranges layer, FileReading reading, LayerNotes notes, Terms terms) {
    this.index = index;
    this.layer = layer;
    this.reading = reading;
    this.notes = notes;
    this.limits = terms.limits();
    this.isWorthAnyPrice = terms.isWorthAnyPrice();
    this.digest = terms.digest();
  }

  /// On what terms a layer is read.
  ///
  /// @param isWorthAnyPrice whether to go on where the whole layer would be quicker to read
  record Terms(Digest digest, Limits limits, boolean isWorthAnyPrice) {}

  /// The layer as a whole is quicker to read than its parts.
  static final class NotWorthIt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotWorthIt() {
      super("not worth it", null, false, false);
    }
  }

  /// Reads.
  ///
  /// @throws InputFailure where the index, or what it leads to, is damaged
  /// @throws NotWorthIt where it would take too long
  /// @throws IOException where bytes do not arrive
  void read() throws IOException {
    var files = new FilesLater(reading, notes, limits);
    var walk = new LayerWalk(reading, limits, notes, files);
    try (var blocks = new BlockReader(index, layer)) {
      index.entries(entry -> {
        sizes = Math.min(sizes + entry.sizeBytes(), Long.MAX_VALUE / 2); // each says what it likes
        walk.visit(new Entry.Indexed(entry, index, blocks));
      });
      List<Later> wanted = files.wanted();
      FetchPlan first = plan(wanted.stream().flatMap(f -> f.blocks().stream()).toList());
      check(List.of(first));
      blocks.plan(first);
      for (Later file : wanted) {
        readWanted(file);
      }
      OwnedFiles.of(read).forEach(path -> owned.add(notes.real(path)));
      List<Later> programs = files.candidates(this::isOwned);
      passOver(files.passedOver(this::isOwned));
      FetchPlan second = plan(programs.stream().flatMap(f -> f.firstBlocks().stream()).toList());
      check(List.of(first, second));
      blocks.plan(second);
      for (Later file : programs) {
        readProgram(file);
      }
      readLinks(walk.wishes(), blocks);
    }
  }

  private void passOver(long files) {
    if (files > 0) {
      notes.gap(
          digest.toString(),
          0,
          files
              + (files == 1 ? " library or other file" : " libraries and other files")
              + " that nobody executes, of no package, not looked at, since only parts of the layer"
              + " were read");
    }
  }

  /// Whether many parts can be had at once costs a request to find out.
  private FetchPlan plan(List<Block> blocks) throws IOException {
    var all = new HashSet<>(blocks);
    FetchPlan each = FetchPlan.of(all, layer.sizeBytes(), false);
    return each.isWorthAsking(all) && layer.givesManyAtOnce()
        ? FetchPlan.of(all, layer.sizeBytes(), true)
        : each;
  }

  private void check(List<FetchPlan> plans) {
    if (!isWorthAnyPrice && !FetchPlan.isWorthIt(index.fetchedBytes(), plans, layer.sizeBytes())) {
      throw new NotWorthIt();
    }
  }

  /// Owners name files by paths that may lead through links of the layer.
  private boolean isOwned(String path) {
    return owned.contains(path);
  }

  private void readWanted(Later file) throws IOException {
    List<Analyzer> open = file.wanting();
    boolean isMore = false;
    while (!open.isEmpty()) {
      FileReading.Result result =
          reading.read(file.path(), open, file.entry().sizeBytes(), file.entry().content());
      note(result.facts(), isMore);
      isMore = true;
      open = result.later();
    }
  }

  private void note(FileFacts facts, boolean isMore) {
    read.add(facts);
    if (isMore) {
      notes.moreOfFile(facts);
    } else {
      notes.file(facts);
    }
  }

  private void readProgram(Later file) throws IOException {
    byte[] start = new byte[ContentAnalyzer.FIRST_BYTES];
    try (InputStream content = file.entry().content()) {
      content.readNBytes(start, 0, start.length);
    }
    List<Analyzer> open = reading.wanting(file.path(), start);
    boolean isMore = false;
    while (!open.isEmpty()) {
      FileReading.Result result =
          reading.read(file.path(), open, file.entry().sizeBytes(), file.entry().content());
      if (!result.facts().isEmpty()) {
        note(result.facts(), isMore);
        isMore = true;
      }
      open = result.later();
    }
  }

  private void readLinks(List<Wish> wishes, BlockReader blocks) throws IOException {
    List<Wish> open = wishes;
    for (int passes = 1; !open.isEmpty(); passes++) {
      if (passes > MAX_PASSES) {
        throw new InputFailure("its links need more than " + MAX_PASSES + " passes");
      }
      var second = new SecondPass(reading, open);
      index.entries(entry -> second.visit(new Entry.Indexed(entry, index, blocks)));
      second.fulfilled().values().forEach(notes::moreOfFile);
      for (Wish wish : second.unknown()) {
        notes.moreOfFile(LayerWalk.unread(wish, LayerWalk.noFile(wish)));
      }
      open = second.left();
    }
  }

  /// Reads single files of a layer that was read before.
  List<FileFacts> read(List<Wish> wishes) throws IOException {
    var facts = new ArrayList<FileFacts>();
    try (var blocks = new BlockReader(index, layer)) {
      var second = new SecondPass(reading, wishes);
      index.entries(entry -> second.visit(new Entry.Indexed(entry, index, blocks)));
      facts.addAll(second.fulfilled().values());
      for (Wish wish : second.unknown()) {
        facts.add(LayerWalk.unread(wish, LayerWalk.noFile(wish)));
      }
      for (Wish wish : second.left()) {
        facts.add(LayerWalk.unread(wish, "its links need more passes over the layer"));
      }
    }
    return facts;
  }

  /// The length of all files.
  long unpackedBytes() {
    return sizes;
  }
}
