package dev.assay.image;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.IndexUse;
import dev.assay.image.index.LayerIndex;
import dev.assay.image.index.Ranges;
import dev.assay.image.peek.PeekedLayer;
import dev.assay.model.Digest;
import dev.assay.model.Evidence.LayerEvidence;
import dev.assay.model.FileFacts;
import dev.assay.model.Grade;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import dev.assay.model.Rung;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Reads one layer: by its index where that is allowed and worth it, else all of it. An index that
/// is broken, or lies, costs a warning and the time that the whole layer takes. Safe for several
/// threads.
final class LayerReading {
  static final String BLOB_PROOF = "blobDigest";

  /// The whole of such a layer is there as soon as its index would be.
  static final long SMALL_BYTES = 8 << 20;

  /// An index that takes more than this part of what it saves has so many files in it that the ones
  /// that are needed lie everywhere.
  private static final long LONG_INDEX = 6;

  /// What is fetched ahead and unpacked of a layer takes some ten MiB.
  private static final int INDEXED_AT_A_TIME = 2;

  private final LayerAnalysis analysis;
  private final IndexUse use;
  private final boolean peeks;
  private final Progress progress;
  private final Semaphore turns = new Semaphore(INDEXED_AT_A_TIME);

  LayerReading(LayerAnalysis analysis, IndexUse use, boolean peeks, Progress progress) {
    this.analysis = analysis;
    this.use = use;
    this.peeks = peeks;
    this.progress = progress;
  }

  /// What was learnt from a layer, and how.
  ///
  /// @param note why it was not read in a cheaper way, for the receipt
  record LayerRead(LayerInventory inventory, LayerEvidence evidence, Rung rung, String note) {}

  /// A layer to be read.
  ///
  /// @param claim of an index, where it is to be read by one
  /// @param name for messages
  record Subject(Layer layer, LayerBytes bytes, Optional<IndexClaim> claim, String name) {}

  /// Reads it.
  ///
  /// @throws InputFailure where it is damaged or over a limit, or where its index is and nothing
  ///   else is allowed
  /// @throws IOException where its bytes do not arrive
  LayerRead read(Subject subject) throws IOException {
    if (subject.claim.isEmpty()) {
      Optional<Ranges> parts = peeks ? subject.bytes.parts() : Optional.empty();
      boolean isLarge = subject.layer.sizeBytes() > PeekedLayer.SMALL_BYTES;
      return parts.isPresent() && isLarge
          ? peeked(subject, parts.get())
          : streamed(subject, peeks ? "so small a layer is not peeked into" : "");
    }
    IndexClaim claim = subject.claim.get();
    long before = claim.ranges().movedBytes();
    try {
      return indexed(subject, claim);
    } catch (IndexedReading.NotWorthIt e) {
      return streamed(subject, "the whole layer is read sooner than the parts that are needed");
    } catch (Failure e) {
      return otherwise(subject, claim, e, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return otherwise(subject, claim, e, String.valueOf(e.getMessage()));
    } finally {
      subject.bytes.alsoMoved(claim.ranges().movedBytes() - before);
    }
  }

  private LayerRead otherwise(Subject subject, IndexClaim claim, Exception e, String problem)
      throws IOException {
    if (use == IndexUse.ALWAYS) {
      var failure =
          new InputFailure(
              "cannot read " + subject.name + " by its " + claim.kind() + " index: " + problem,
              "without `--analysis indexed` the whole layer is read");
      failure.initCause(e);
      throw failure;
    }
    progress.warn(
        subject.name
            + ": its "
            + claim.kind()
            + " index cannot be used, reading all of the layer: "
            + problem);
    return streamed(subject, "its " + claim.kind() + " index cannot be used: " + problem);
  }

  private LayerRead peeked(Subject subject, Ranges parts) throws IOException {
    turns.acquireUninterruptibly();
    try {
      return analysis.peek(subject.bytes, parts);
    } catch (Failure | IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      String problem = "it cannot be peeked into: " + e.getMessage();
      progress.warn(subject.name + ": " + problem + "; reading all of it");
      return streamed(subject, problem);
    } finally {
      turns.release();
      subject.bytes.alsoMoved(parts.movedBytes());
    }
  }

  /// Reads all of it, whatever indexes it has.
  ///
  /// @param note why, for the receipt
  LayerRead streamed(Subject subject, String note) throws IOException {
    Digest digest = subject.bytes.digest();
    LayerInventory inventory = analysis.read(subject.bytes, subject.name);
    return new LayerRead(
        inventory, new LayerEvidence(digest, Grade.FULL, BLOB_PROOF), Rung.STREAMED, note);
  }

  private LayerRead indexed(Subject subject, IndexClaim claim) throws IOException {
    if (use != IndexUse.ALWAYS && claim.besideBytes() * LONG_INDEX > claim.ranges().sizeBytes()) {
      throw new IndexedReading.NotWorthIt();
    }
    turns.acquireUninterruptibly();
    try {
      LayerIndex index = open(subject, claim);
      LayerInventory read =
          analysis.read(
              subject.bytes,
              new LayerAnalysis.OpenIndex(index, claim.ranges(), use == IndexUse.ALWAYS));
      return new LayerRead(read, evidence(subject.layer.digest(), claim), Rung.INDEXED, "");
    } finally {
      turns.release();
    }
  }

  private static LayerIndex open(Subject subject, IndexClaim claim) throws IOException {
    long before = claim.ranges().movedBytes();
    LayerIndex index = claim.open();
    long beside = index.fetchedBytes() - (claim.ranges().movedBytes() - before);
    subject.bytes.alsoMoved(Math.max(0, beside));
    return index;
  }

  /// What speaks for a layer that was read by an index, now or before.
  static LayerEvidence evidence(Digest layer, IndexClaim claim) {
    return new LayerEvidence(
        layer,
        Grade.INDEXED,
        Grade.INDEXED.word(),
        (claim.kind().equals("SOCI") ? "ztocDigest " : "tocDigest ") + claim.digest(),
        "read by its " + claim.kind() + " index");
  }

  /// Reads single files of a layer once more.
  List<FileFacts> read(Subject subject, List<Wish> wishes, Rung way) throws IOException {
    if (way != Rung.INDEXED || subject.claim.isEmpty()) {
      return analysis.read(subject.bytes, wishes, subject.name);
    }
    IndexClaim claim = subject.claim.get();
    long before = claim.ranges().movedBytes();
    LayerIndex index = open(subject, claim);
    var opened = new LayerAnalysis.OpenIndex(index, claim.ranges(), true);
    List<FileFacts> facts = analysis.read(subject.bytes, wishes, opened);
    subject.bytes.alsoMoved(claim.ranges().movedBytes() - before);
    return facts;
  }
}
