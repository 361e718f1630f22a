package dev.assay.image;

import dev.assay.analyze.Analyzer;
import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarReader;
import dev.assay.image.index.LayerIndex;
import dev.assay.image.index.Ranges;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.image.peek.PeekedLayer;
import dev.assay.model.Digest;
import dev.assay.model.Evidence.LayerEvidence;
import dev.assay.model.FileFacts;
import dev.assay.model.Grade;
import dev.assay.model.KeyOrder;
import dev.assay.model.LayerInventory;
import dev.assay.model.Rung;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a layer in one bounded pipeline: a thread of its own fetches and hashes the bytes, this
/// one inflates them, walks the archive and hands wanted files to the analyzers; a large layer that
/// has a core to itself is inflated by a third. Nothing is written anywhere. Safe for use from
/// several threads.
public final class LayerAnalysis {
  /// Raised whenever the same bytes would give another inventory though no analyzer changed.
  private static final int RULES_VERSION = 7;

  /// Raised whenever the same index would lead to another inventory.
  private static final int INDEX_RULES_VERSION = 2;

  /// More passes over one layer would be an attack.
  private static final int MAX_PASSES = 4;

  private final List<Analyzer> analyzers;
  private final Limits limits;
  private final boolean provesDiffIds;

  /// One that computes the diffID of each layer that it reads in full.
  ///
  /// @param analyzers those whose scope is not what is installed are left out
  public LayerAnalysis(List<Analyzer> analyzers, Limits limits) {
    this(
        analyzers.stream()
            .filter(a -> a.scopes().contains(Analyzer.Scope.INSTALLED))
            .sorted(KeyOrder.by(Analyzer::name))
            .toList(),
        limits,
        true);
  }

  private LayerAnalysis(List<Analyzer> analyzers, Limits limits, boolean provesDiffIds) {
    this.analyzers = analyzers;
    this.limits = limits;
    this.provesDiffIds = provesDiffIds;
  }

  /// The same for images whose layers have digests that somebody checks anyhow: what is found is
  /// that of the same bytes, in four fifths of the CPU time.
  public LayerAnalysis withoutDiffIds() {
    return new LayerAnalysis(analyzers, limits, false);
  }

  boolean provesDiffIds() {
    return provesDiffIds;
  }

  /// Changes whenever the same bytes could give another inventory: another analyzer, other rules of
  /// one, another limit.
  public Digest rulesDigest() {
    var rules = new StringBuilder("assay layer rules ").append(RULES_VERSION).append('\n');
    for (Analyzer analyzer : analyzers) {
      rules.append(analyzer.name()).append(' ').append(analyzer.rulesVersion()).append('\n');
    }
    for (Limit limit : Limit.values()) {
      rules.append(limit.word()).append('=').append(limits.of(limit)).append('\n');
    }
    return Digest.sha256(rules.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The same for whole images: one whose diffIDs nobody compared is none of which they were.
  Digest imageRulesDigest() {
    Digest rules = rulesDigest();
    return provesDiffIds
        ? Digest.sha256((rules + " and diffIDs").getBytes(StandardCharsets.UTF_8))
        : rules;
  }

  /// The same for what is learnt by an index: never mistaken for what was read in full, nor for
  /// what another index of the layer says.
  Digest rulesDigest(Digest index) {
    String rules = rulesDigest() + " indexed " + INDEX_RULES_VERSION + " " + index;
    return Digest.sha256(rules.getBytes(StandardCharsets.UTF_8));
  }

  List<Analyzer> analyzers() {
    return analyzers;
  }

  Limits limits() {
    return limits;
  }

  /// Reads a layer to its end and checks digest and size over every byte.
  ///
  /// @throws InputFailure where it is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public LayerInventory read(LayerSource layer) throws IOException {
    var shared = LayerBytes.Shared.alone(limits.of(Limit.IMAGE_INVENTORY));
    var bytes = new LayerBytes(layer, true, shared, n -> {});
    return read(bytes, Optional.of(layer.digest()), "layer " + layer.digest(), true);
  }

  /// Reads a layer that can be had only once, such as a member of an archive on standard input.
  ///
  /// @param content ends where the layer ends; stays open
  /// @param expected what the bytes must hash to, where that is known
  /// @param name what messages call it
  /// @throws InputFailure where it is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public LayerInventory read(InputStream content, Optional<Digest> expected, String name)
      throws IOException {
    return read(content, expected, name, 0);
  }

  /// The same where memory is taken already.
  ///
  /// @param heldBytes by what was learnt from other layers of the image
  public LayerInventory read(
      InputStream content, Optional<Digest> expected, String name, long heldBytes)
      throws IOException {
    var once = new OnceLayer(expected, content);
    var shared = LayerBytes.Shared.alone(limits.of(Limit.IMAGE_INVENTORY) - heldBytes);
    var bytes = new LayerBytes(once, false, shared, n -> {});
    return read(bytes, expected, name, true);
  }

  /// Reads a layer of an image.
  LayerInventory read(LayerBytes layer, String name) throws IOException {
    return read(layer, Optional.of(layer.digest()), name, provesDiffIds);
  }

  private LayerInventory read(
      LayerBytes layer, Optional<Digest> expected, String name, boolean provesDiffId)
      throws IOException {
    // A quarter is for links and whiteouts, so that one long file cannot use up their share.
    long bytes = limits.of(Limit.LAYER_INVENTORY);
    Budget whole = layer.inventory();
    var notes = new LayerNotes(limits, new Budget(bytes / 4, whole));
    var reading = new FileReading(analyzers, limits, new Budget(bytes - bytes / 4, whole));
    var toc = new TocCheck(notes);
    var files = new FilesAtOnce(reading, notes, limits, toc);
    var walk = new LayerWalk(reading, limits, notes, files);
    Pass pass =
        pass(
            layer,
            new Subject(expected, name, provesDiffId),
            (tar, archive) -> {
              toc.start(archive);
              walk.walk(tar, toc);
              toc.end(archive.storedBytes());
            });
    var wishes = new ArrayList<Wish>(walk.wishes());
    wishes.addAll(files.wishes());
    if (!wishes.isEmpty()) {
      fulfil(wishes, layer, Optional.of(pass.digest), reading, name).forEach(notes::moreOfFile);
    }
    return notes.inventory(pass.digest, pass.diffId, pass.sizeBytes, pass.unpackedBytes);
  }

  /// Reads single files of a layer that was read before.
  List<FileFacts> read(LayerBytes layer, List<Wish> wishes, String name) throws IOException {
    var budget = new Budget(limits.of(Limit.LAYER_INVENTORY), layer.inventory());
    var reading = new FileReading(analyzers, limits, budget);
    return fulfil(wishes, layer, Optional.of(layer.digest()), reading, name);
  }

  /// Reads of a layer what its index says is worth it.
  ///
  /// @throws InputFailure where the index, or what it leads to, is damaged
  /// @throws IndexedReading.NotWorthIt where the whole layer is read more quickly
  /// @throws IOException where bytes do not arrive
  LayerInventory read(LayerBytes layer, OpenIndex opened) throws IOException {
    long bytes = limits.of(Limit.LAYER_INVENTORY);
    var notes = new LayerNotes(limits, new Budget(bytes / 4, layer.inventory()));
    var budget = new Budget(bytes - bytes / 4, layer.inventory());
    var terms = new IndexedReading.Terms(layer.digest(), limits, opened.isWorthAnyPrice());
    var parts =
        new IndexedReading(
            opened.index(),
            opened.ranges(),
            new FileReading(analyzers, limits, budget),
            notes,
            terms);
    try {
      parts.read();
    } catch (Budget.Exhausted e) {
      throw ImageSums.tooMuchToKeep(limits);
    }
    return notes.inventory(
        layer.digest(), Optional.empty(), layer.sizeBytes(), parts.unpackedBytes());
  }

  /// Reads what both ends of a layer happen to hold.
  ///
  /// @throws InputFailure where it is no gzip
  /// @throws IOException where bytes do not arrive, or no parts are given
  LayerReading.LayerRead peek(LayerBytes layer, Ranges parts) throws IOException {
    long bytes = limits.of(Limit.LAYER_INVENTORY);
    var notes = new LayerNotes(limits, new Budget(bytes / 4, layer.inventory()));
    var budget = new Budget(bytes - bytes / 4, layer.inventory());
    var files = new FileReading(analyzers, limits, budget);
    PeekedLayer peeked = PeekedLayer.of(parts, files::wants);
    var reading = new PeekReading(peeked, files, notes, limits);
    try {
      reading.read();
    } catch (Budget.Exhausted e) {
      throw ImageSums.tooMuchToKeep(limits);
    }
    return new LayerReading.LayerRead(
        notes.inventory(layer.digest(), Optional.empty(), layer.sizeBytes(), reading.fileBytes()),
        new LayerEvidence(layer.digest(), Grade.PEEK, Grade.PEEK.word(), "nothing", peeked.text()),
        Rung.PEEKED,
        peeked.text());
  }

  /// An index that was fetched and checked.
  record OpenIndex(LayerIndex index, Ranges ranges, boolean isWorthAnyPrice) {}

  /// Reads single files by an index.
  List<FileFacts> read(LayerBytes layer, List<Wish> wishes, OpenIndex opened) throws IOException {
    var budget = new Budget(limits.of(Limit.LAYER_INVENTORY), layer.inventory());
    var notes = new LayerNotes(limits, budget);
    var terms = new IndexedReading.Terms(layer.digest(), limits, true);
    return new IndexedReading(
            opened.index(),
            opened.ranges(),
            new FileReading(analyzers, limits, budget),
            notes,
            terms)
        .read(wishes);
  }

  private List<FileFacts> fulfil(
      List<Wish> wishes,
      LayerBytes layer,
      Optional<Digest> expected,
      FileReading reading,
      String name)
      throws IOException {
    var facts = new ArrayList<FileFacts>();
    List<Wish> open = wishes;
    for (int passes = 1; !open.isEmpty(); passes++) {
      if (passes > MAX_PASSES || !layer.canOpen()) {
        String why =
            passes > MAX_PASSES
                ? "its links need more than " + MAX_PASSES + " passes over the layer"
                : SecondPass.GONE;
        open.forEach(w -> facts.add(LayerWalk.unread(w, why)));
        break;
      }
      var second = new SecondPass(reading, open);
      pass(layer, new Subject(expected, name, false), (tar, archive) -> second.walk(tar));
      facts.addAll(second.fulfilled().values());
      for (Wish wish : second.unknown()) {
        facts.add(LayerWalk.unread(wish, LayerWalk.noFile(wish)));
      }
      open = second.left();
    }
    return facts;
  }

  /// What one pass proves about the bytes.
  private record Pass(Digest digest, Optional<Digest> diffId, long sizeBytes, long unpackedBytes) {}

  /// What is known of a layer before a pass, and wanted of it.
  private record Subject(Optional<Digest> expected, String name, boolean provesDiffId) {}

  private interface Walking {
    void walk(TarReader tar, Unpacked archive) throws IOException;
  }

  private Pass pass(LayerBytes layer, Subject subject, Walking walking) throws IOException {
    try (var feed = LayerFeed.start(layer.open(), subject.expected, layer.sizeBytes())) {
      try (var turn = layer.turns().begin(layer.sizeBytes())) {
        var bounds = new Unpacked.Bounds(limits, turn, subject.provesDiffId, layer.largestBytes());
        return pass(feed, bounds, walking);
      } catch (Budget.Exhausted e) {
        throw ImageSums.tooMuchToKeep(limits);
      } catch (InputFailure damage) {
        if (feed.endedWith(damage)) {
          throw damage;
        }
        InputFailure reason = feed.verifyAfterDamage().orElse(damage);
        var failure =
            new InputFailure(
                "cannot read " + subject.name + ": " + reason.getMessage(), reason.hint());
        failure.initCause(reason);
        throw failure;
      }
    }
  }

  private static Pass pass(LayerFeed feed, Unpacked.Bounds bounds, Walking walking)
      throws IOException {
    try (var unpacked = Unpacked.of(feed, bounds)) {
      walking.walk(new TarReader(unpacked), unpacked);
      unpacked.stop();
      Digest digest = feed.verify();
      return new Pass(digest, unpacked.digest(digest), feed.countBytes(), unpacked.countBytes());
    }
  }

  /// Bytes of which no more is known than perhaps their digest.
  private record OnceLayer(Optional<Digest> expected, InputStream content) implements LayerSource {
    @Override
    public Digest digest() {
      return expected.orElseThrow();
    }

    @Override
    public long sizeBytes() {
      return -1;
    }

    @Override
    public String mediaType() {
      return "";
    }

    @Override
    public InputStream open() {
      return new FilterInputStream(content) {
        @Override
        public void close() {
          // The archive goes on after this layer.
        }
      };
    }
  }
}
