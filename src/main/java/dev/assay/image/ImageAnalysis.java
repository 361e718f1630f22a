package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.image.AnalysisCache.KnownImage;
import dev.assay.image.LayerReading.LayerRead;
import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.IndexUse;
import dev.assay.model.Digest;
import dev.assay.model.Evidence;
import dev.assay.model.Evidence.LayerEvidence;
import dev.assay.model.Gap;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import dev.assay.model.Rung;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything in an image, by the cheapest way that is complete: known, reused, else streamed. Each
/// layer is read once however often the image has it; layers are read side by side.
public final class ImageAnalysis {
  private final LayerAnalysis layers;
  private final AnalysisCache cache;
  private final Way way;
  private final Progress progress;

  /// The one that was asked for last: who asks by its manifest asks again to read it.
  private volatile Optional<KnownImage> latest = Optional.empty();

  /// An analysis that keeps what it learns.
  public ImageAnalysis(LayerAnalysis layers, AnalysisCache cache, Way way, Progress progress) {
    this.layers = layers;
    this.cache = cache;
    this.way = way;
    this.progress = progress;
  }

  /// The same with another way to read a layer.
  public ImageAnalysis with(LayerAnalysis other) {
    return new ImageAnalysis(other, cache, way, progress);
  }

  /// How layers may be read.
  ///
  /// @param parallel how many side by side, at least 1
  /// @param dearest the most expensive rung the user allows
  /// @param indexes whether layers are read by their indexes
  /// @param peeks whether both ends are enough of a layer without one
  public record Way(int parallel, Rung dearest, IndexUse indexes, boolean peeks) {
    public Way {
      parallel = Math.max(1, parallel);
    }

    /// Complete answers only.
    public Way(int parallel, Rung dearest, IndexUse indexes) {
      this(parallel, dearest, indexes, false);
    }

    /// Every byte, where it is not known already.
    public static Way any(int parallel) {
      return new Way(parallel, Rung.STREAMED, IndexUse.NEVER);
    }
  }

  /// What an image is made of and how that is known.
  ///
  /// @param rung the most expensive way that was needed
  public record Analysed(
      Inventory inventory, Evidence evidence, List<Receipt.LayerCost> layers, Rung rung) {
    public Analysed {
      layers = List.copyOf(layers);
    }
  }

  /// The image with that manifest, where it was analysed before: nothing but its manifest's digest
  /// is needed.
  public Optional<KnownImage> known(Digest manifest) {
    Optional<KnownImage> known = latest;
    if (known.isEmpty() || !known.get().facts().manifestDigest().equals(manifest)) {
      known = cache.image(manifest, layers.imageRulesDigest());
      latest = known;
    }
    return known;
  }

  /// The answer for an image that is known, without its source.
  public static Analysed answer(KnownImage image) {
    var costs = new ArrayList<Receipt.LayerCost>();
    for (Layer layer : image.facts().layers()) {
      costs.add(new Receipt.LayerCost(layer.digest(), Rung.KNOWN, 0, layer.sizeBytes()));
    }
    return new Analysed(image.inventory(), evidence(image.facts()), costs, Rung.KNOWN);
  }

  /// What somebody says of an image is used, but not kept: it was not read here.
  private static Analysed answer(ImageFacts facts, Attestor.Attested attested) {
    var costs = new ArrayList<Receipt.LayerCost>();
    var evidence = new ArrayList<LayerEvidence>();
    String proof = "signature: " + attested.signer();
    for (Layer layer : facts.layers()) {
      costs.add(new Receipt.LayerCost(layer.digest(), Rung.ATTACHED, 0, layer.sizeBytes()));
      evidence.add(new LayerEvidence(layer.digest(), Grade.ATTESTED, "inventory", proof, ""));
    }
    return new Analysed(attested.inventory(), Evidence.of(evidence), costs, Rung.ATTACHED);
  }

  private static Evidence evidence(ImageFacts facts) {
    return Evidence.of(facts.layers().stream().map(l -> full(l.digest())).toList());
  }

  private static LayerEvidence full(Digest layer) {
    return new LayerEvidence(layer, Grade.FULL, LayerReading.BLOB_PROOF);
  }

  /// Reads what is not known of an image.
  ///
  /// @throws InputFailure where a layer is damaged or over a limit
  /// @throws IOException where its bytes do not arrive
  public Analysed read(ImageSource image) throws IOException {
    return read(image, Map.of());
  }

  /// The same where some layers were read already, since their bytes come only once.
  ///
  /// @param read by the digest of the layer's bytes
  public Analysed read(ImageSource image, Map<Digest, LayerInventory> read) throws IOException {
    return read(image, read, Attestor.NONE);
  }

  /// The same where others may say what is in layers that are not known.
  public Analysed read(ImageSource image, Map<Digest, LayerInventory> read, Attestor attestor)
      throws IOException {
    ImageFacts facts = image.facts();
    Optional<KnownImage> known = known(facts.manifestDigest());
    if (known.isPresent()) {
      return answer(known.get());
    }
    var run = new Run(image, facts, layers.rulesDigest());
    run.know(read);
    Optional<Attestor.Attested> attested =
        run.isAllKnown() ? Optional.empty() : attestor.find(facts, run.rules);
    if (attested.isPresent()) {
      run.demand(Rung.ATTACHED);
      return answer(facts, attested.get());
    }
    run.planIndexed();
    run.checkWay();
    run.stream();
    run.checkDiffIds();
    var gaps = new ArrayList<Gap>(run.readOrphans());
    var stack = new LayerStack(run.inventories());
    Inventory inventory = InventoryMerge.merge(stack, facts.layers(), run.followLinks(stack, gaps));
    Evidence evidence = run.evidence();
    if (!run.missedSomething && evidence.grade() == Grade.FULL) {
      cache.keep(new KnownImage(facts, inventory), layers.imageRulesDigest());
    }
    return new Analysed(inventory, evidence, run.costs(), run.rung());
  }

  /// One image on its way.
  private final class Run {
    private final ImageFacts facts;
    private final Digest rules;
    private final LayerStreams streams;
    private final Map<Digest, LayerInventory> done = new HashMap<>();
    private final Map<Digest, Rung> rungs = new HashMap<>();
    private final Map<Digest, LayerEvidence> evidences = new HashMap<>();
    private final Map<Digest, String> notes = new HashMap<>();
    private final Set<Digest> passed = new HashSet<>();

    /// Something that another source of the same image would have let us read.
    private boolean missedSomething;

    Run(ImageSource image, ImageFacts facts, Digest rules) {
      this.facts = facts;
      this.rules = rules;
      this.streams = new LayerStreams(image, layers, way, progress);
    }

    void know(Map<Digest, LayerInventory> read) {
      for (int i = 0; i < facts.layers().size(); i++) {
        Digest digest = facts.layers().get(i).digest();
        if (done.containsKey(digest)) {
          continue;
        }
        if (read.containsKey(digest)) {
          LayerInventory before = read.get(digest);
          know(before, full(digest), Rung.STREAMED);
          keepPassed(before);
        } else {
          kept(digest).ifPresent(kept -> know(kept, full(digest), Rung.REUSED));
        }
      }
    }

    boolean isAllKnown() {
      return facts.layers().stream().allMatch(layer -> done.containsKey(layer.digest()));
    }

    void planIndexed() {
      for (int i = 0; i < facts.layers().size(); i++) {
        if (!done.containsKey(facts.layers().get(i).digest())) {
          planIndexed(i);
        }
      }
    }

    /// Where the user wants what is attached, what is kept here is none of it.
    private Optional<LayerInventory> kept(Digest layer) {
      return way.dearest() == Rung.ATTACHED
          ? Optional.empty()
          : cache
              .layer(layer, rules)
              .filter(kept -> kept.diffId().isPresent() || !layers.provesDiffIds());
    }

    private void know(LayerInventory inventory, LayerEvidence evidence, Rung rung) {
      done.put(inventory.digest(), inventory);
      evidences.put(inventory.digest(), evidence);
      rungs.put(inventory.digest(), rung);
    }

    /// What was learnt by the same index of the same layer is as good as new.
    private void planIndexed(int index) {
      Digest digest = facts.layers().get(index).digest();
      Optional<IndexClaim> claim = streams.index(index);
      rungs.put(digest, claim.isPresent() ? Rung.INDEXED : Rung.STREAMED);
      claim.ifPresent(c ->
          cache
              .layer(digest, layers.rulesDigest(c.digest()))
              .ifPresent(kept -> know(kept, LayerReading.evidence(digest, c), Rung.REUSED)));
    }

    Evidence evidence() {
      return Evidence.of(
          facts.layers().stream()
              .map(l -> evidences.getOrDefault(l.digest(), full(l.digest())))
              .toList());
    }

    /// What came only once is kept for others unless it lacks what they could read.
    private void keepPassed(LayerInventory inventory) {
      passed.add(inventory.digest());
      boolean lacks =
          inventory.files().values().stream()
              .flatMap(file -> file.gaps().stream())
              .anyMatch(SecondPass::isForLackOfASecondPass);
      if (lacks) {
        missedSomething = true;
      } else {
        cache.keep(inventory, rules);
      }
    }

    /// Before a byte moves: what the user did not allow must not happen first and be refused then.
    void checkWay() {
      boolean isAllKnown = true;
      for (Layer layer : facts.layers()) {
        if (!done.containsKey(layer.digest())) {
          isAllKnown = false;
          demand(layer, rungs.getOrDefault(layer.digest(), Rung.STREAMED));
        }
      }
      if (isAllKnown) {
        demand(rung());
      }
    }

    /// No index makes a small layer cheaper than it is.
    private void demand(Layer layer, Rung needed) {
      boolean isSmall = layer.sizeBytes() <= LayerReading.SMALL_BYTES;
      if (!isSmall || way.dearest() != Rung.INDEXED) {
        demand(needed);
      }
    }

    private void demand(Rung needed) {
      if (needed.compareTo(way.dearest()) > 0) {
        throw new InputFailure(
            "cannot scan "
                + facts.reference()
                + " by `--analysis "
                + way.dearest().word()
                + "`: it has to be "
                + needed.word(),
            "leave `--analysis` out to read what is not known yet");
      }
    }

    void stream() throws IOException {
      var missing = new ArrayList<Integer>();
      for (int i = 0; i < facts.layers().size(); i++) {
        Digest digest = facts.layers().get(i).digest();
        if (!done.containsKey(digest) && missing.stream().noneMatch(m -> isLayer(m, digest))) {
          missing.add(i);
        }
      }
      var sums = new ImageSums(layers.limits());
      done.values().forEach(sums::add);
      if (!missing.isEmpty()) {
        streams.hold(done.values().stream().mapToLong(Weight::of).sum());
      }
      streams.read(
          missing,
          way.parallel(),
          read -> {
            sums.add(read.inventory());
            keep(read);
          });
    }

    private void keep(LayerRead read) {
      Digest digest = read.inventory().digest();
      know(read.inventory(), read.evidence(), read.rung());
      notes.put(digest, read.note());
      if (read.rung() == Rung.STREAMED) {
        cache.keep(read.inventory(), rules);
      } else if (read.rung() == Rung.INDEXED) {
        streams
            .index(indexOf(digest))
            .ifPresent(c -> cache.keep(read.inventory(), layers.rulesDigest(c.digest())));
      }
    }

    private int indexOf(Digest digest) {
      int index = 0;
      while (!isLayer(index, digest)) {
        index++;
      }
      return index;
    }

    private boolean isIndexed(int index) {
      return isOf(index, Grade.INDEXED);
    }

    private boolean isOf(int index, Grade grade) {
      LayerEvidence evidence = evidences.get(facts.layers().get(index).digest());
      return evidence != null && evidence.grade() == grade;
    }

    /// Reads all of those layers of which programs were passed over for the sake of a package that
    /// upper layers took away.
    ///
    /// @return what is left to say where that is not allowed
    List<Gap> readOrphans() throws IOException {
      var gaps = new ArrayList<Gap>();
      for (int i = 0; i < facts.layers().size(); i++) {
        if (!isIndexed(i) || !InventoryMerge.hasOrphans(i, inventories(), facts.layers())) {
          continue;
        }
        if (way.dearest() == Rung.STREAMED) {
          keep(streams.readWhole(i, "an upper layer takes packages away but leaves their files"));
        } else {
          gaps.add(
              new Gap(
                  facts.layers().get(i).digest().toString(),
                  0,
                  "programs not looked at whose packages an upper layer takes away"));
        }
      }
      return gaps;
    }

    private boolean isLayer(int index, Digest digest) {
      return facts.layers().get(index).digest().equals(digest);
    }

    /// Of those layers whose diffID was computed. Nothing that is found depends on it: the digests
    /// of the layers as stored say whose bytes were read.
    void checkDiffIds() {
      if (!layers.provesDiffIds()) {
        return; // also where some are known: what a cache holds must not decide
      }
      for (int i = 0; i < facts.layers().size(); i++) {
        Layer layer = facts.layers().get(i);
        Digest proven = inventory(i).diffId().orElse(layer.diffId());
        if (proven.algorithm().equals(layer.diffId().algorithm())
            && !proven.equals(layer.diffId())) {
          throw new InputFailure(
              "cannot read "
                  + streams.name(i)
                  + ": the configuration names another diffID, "
                  + layer.diffId()
                  + ", than its content has, "
                  + proven,
              "the image was put together wrongly: no runtime would start it");
        }
      }
    }

    private LayerInventory inventory(int index) {
      LayerInventory inventory = done.get(facts.layers().get(index).digest());
      if (inventory == null) {
        throw new IllegalStateException("layer " + index + " was not read");
      }
      return inventory;
    }

    List<LayerInventory> inventories() {
      var all = new ArrayList<LayerInventory>();
      for (int i = 0; i < facts.layers().size(); i++) {
        all.add(inventory(i));
      }
      return all;
    }

    /// Reads wanted files that lie behind links at a path which nobody wants.
    ///
    /// @param more gaps that are known already
    InventoryMerge.Links followLinks(LayerStack stack, List<Gap> more) throws IOException {
      var found = LinkedFiles.of(layers.analyzers(), stack);
      var gaps = new ArrayList<Gap>(more);
      gaps.addAll(found.gaps());
      var files = new ArrayList<InventoryMerge.Visible>();
      for (var entry : found.wishes().entrySet()) {
        int index = entry.getKey();
        if (isOf(index, Grade.PEEK)) {
          entry.getValue().forEach(wish -> gaps.add(SecondPass.notPeeked(wish.path())));
        } else if (passed.contains(facts.layers().get(index).digest())) {
          missedSomething = true;
          entry.getValue().forEach(wish -> gaps.add(SecondPass.impossible(wish.path())));
        } else {
          Rung rung = isIndexed(index) ? Rung.INDEXED : Rung.STREAMED;
          demand(facts.layers().get(index), rung);
          streams
              .read(index, entry.getValue(), rung)
              .forEach(file -> files.add(new InventoryMerge.Visible(file, index, true)));
        }
      }
      return new InventoryMerge.Links(files, found.folders(), gaps);
    }

    List<Receipt.LayerCost> costs() {
      var costs = new ArrayList<Receipt.LayerCost>();
      var paid = new HashMap<Digest, Boolean>();
      for (Layer layer : facts.layers()) {
        boolean isFirst = paid.put(layer.digest(), true) == null;
        long moved = isFirst ? streams.movedBytes(layer.digest()) : 0;
        Rung rung = isFirst ? rungs.getOrDefault(layer.digest(), Rung.REUSED) : Rung.REUSED;
        if (rung == Rung.STREAMED && moved == 0) {
          moved = layer.sizeBytes(); // read before, from an archive
        }
        Rung paidFor = moved > 0 && rung == Rung.REUSED ? Rung.STREAMED : rung;
        costs.add(
            new Receipt.LayerCost(
                layer.digest(),
                paidFor,
                moved,
                layer.sizeBytes(),
                isFirst ? notes.getOrDefault(layer.digest(), "") : ""));
      }
      return costs;
    }

    Rung rung() {
      return costs().stream()
          .map(Receipt.LayerCost::rung)
          .max(Comparator.naturalOrder())
          .orElse(Rung.KNOWN);
    }
  }
}
