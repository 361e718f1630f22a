package dev.assay.scan;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.builtin.BuiltIns;
import dev.assay.failure.Printable;
import dev.assay.failure.UsageFailure;
import dev.assay.image.AnalysisCache;
import dev.assay.image.ImageAnalysis;
import dev.assay.image.ImageAnalysis.Way;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.index.IndexUse;
import dev.assay.image.shared.CachePlace;
import dev.assay.image.shared.RunCache;
import dev.assay.match.SeverityChoice;
import dev.assay.model.Inventory;
import dev.assay.model.Progress;
import dev.assay.model.Report;
import dev.assay.model.Rung;
import dev.assay.policy.IgnoreRules;
import dev.assay.policy.Policy;
import dev.assay.scan.Assessment.Artifact;
import dev.assay.scan.Assessment.Judged;
import dev.assay.scan.ScanOptions.RungChoice;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the artifacts of one run share.
final class Session implements Closeable {
  private static final long RUN_CACHE_BYTES = 32L << 20;

  private final ScanOptions options;
  private final Progress progress;
  private final Network network;
  private final Policy policy;
  private final Assessment assessment;
  private final Databases databases;
  private final Caches caches;

  Session(ScanOptions options, Set<String> hosts, Progress progress) {
    this.options = options;
    this.progress = progress;
    this.policy = Judging.policy(options, progress::warn);
    this.assessment =
        new Assessment(
            policy, new SeverityChoice(options.filter().severitySources()), today(options));
    this.network = Network.open(options, new HashSet<>(hosts), progress);
    this.databases = new Databases(options, network, progress);
    this.caches = new Caches(options, network.http(), progress);
  }

  /// The day that rules and distributions expire against; `SOURCE_DATE_EPOCH` fixes it.
  static LocalDate today(ScanOptions options) {
    String epoch = options.environment().getOrDefault("SOURCE_DATE_EPOCH", "");
    if (!epoch.isEmpty() && !epoch.matches("[0-9]{1,12}")) {
      throw new UsageFailure(
          "cannot read SOURCE_DATE_EPOCH: `"
              + Printable.of(epoch, 40)
              + "` is no number of seconds",
          "set it to the seconds since 1970, or unset it");
    }
    Instant now = epoch.isEmpty() ? Instant.now() : Instant.ofEpochSecond(Long.parseLong(epoch));
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  ScanOptions options() {
    return options;
  }

  Progress progress() {
    return progress;
  }

  Network network() {
    return network;
  }

  /// What the user decided about findings.
  IgnoreRules rules() {
    return policy.rules();
  }

  LayerAnalysis layers() {
    return new LayerAnalysis(BuiltIns.analyzers(), options.analysis().limits());
  }

  ImageAnalysis images(LayerAnalysis layers) {
    RungChoice rung = options.analysis().rung();
    Way way =
        new Way(
            options.analysis().parallel(), dearest(rung), indexes(rung), rung == RungChoice.PEEK);
    return new ImageAnalysis(layers, cache(), way, progress);
  }

  /// The same where every layer that is not known in full is read in full.
  ImageAnalysis wholeImages(LayerAnalysis layers) {
    return new ImageAnalysis(layers, cache(), Way.any(options.analysis().parallel()), progress);
  }

  private static IndexUse indexes(RungChoice choice) {
    return switch (choice) {
      case AUTO, PEEK -> IndexUse.QUICKER;
      case INDEXED -> IndexUse.ALWAYS;
      case KNOWN, ATTACHED, REUSED, STREAMED, FULL -> IndexUse.NEVER;
    };
  }

  /// Where analyses are kept; what is not kept for later runs is for this one.
  AnalysisCache cache() {
    boolean isKept = !isFull() && !(options.cache().place() instanceof CachePlace.Memory);
    return isKept ? caches.open() : new RunCache(AnalysisCache.NONE, RUN_CACHE_BYTES);
  }

  private static Rung dearest(RungChoice choice) {
    return switch (choice) {
      case KNOWN -> Rung.KNOWN;
      case ATTACHED -> Rung.ATTACHED;
      case REUSED -> Rung.REUSED;
      case INDEXED -> Rung.INDEXED;
      case AUTO, PEEK, FULL, STREAMED -> Rung.STREAMED;
    };
  }

  /// Whether every byte is to be read whatever is known.
  private boolean isFull() {
    RungChoice rung = options.analysis().rung();
    return rung == RungChoice.FULL || rung == RungChoice.STREAMED;
  }

  /// Brings the advisories up to date that an artifact needs, and judges it by them.
  Judged judge(Artifact found, ReceiptDraft receipt) throws IOException {
    Inventory chosen = new Selection(options.analysis()).of(found.inventory());
    if (options.analysis().distribution().isPresent()) {
      chosen = Assessment.assume(chosen, options.analysis().distribution().get());
    }
    if (!options.reporting().hasFindings()) {
      return assessment.list(
          new Artifact(found.name(), found.type(), found.image(), chosen, found.evidence()),
          receipt);
    }
    try (AdvisoryDb db = databases.open(Assessment.ecosystems(chosen))) {
      receipt.lap("database");
      Inventory identified = Identification.of(chosen, db);
      Artifact artifact =
          new Artifact(found.name(), found.type(), found.image(), identified, found.evidence());
      Artifact listed =
          new Artifact(found.name(), found.type(), found.image(), chosen, found.evidence());
      return assessment.judge(artifact, db, receipt).of(listed);
    }
  }

  /// All that was found wrong, whatever the filter says.
  Report complete(Judged judged) {
    return assessment.complete(judged);
  }

  /// What is there, held against nothing.
  Report listing(Judged judged) {
    return assessment.list(judged.artifact(), new ReceiptDraft(List.of())).report();
  }

  /// Brings the database up to date without scanning anything.
  void update() throws IOException {
    databases.update();
  }

  /// Waits until what was learnt is kept.
  void settle() {
    caches.settle();
  }

  @Override
  public void close() throws IOException {
    try (network) {
      caches.close();
    }
  }
}
