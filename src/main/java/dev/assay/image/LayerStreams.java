package dev.assay.image;

import dev.assay.failure.Failure;
import dev.assay.image.LayerReading.LayerRead;
import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.IndexUse;
import dev.assay.image.limit.HeapBound;
import dev.assay.image.limit.Limit;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import dev.assay.model.Layer;
import dev.assay.model.Progress;
import dev.assay.model.Rung;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The layers of an image that are really read: a few at a time, largest first. The first one that
/// fails stops the others.
final class LayerStreams {
  /// Bytes of small layers kept for a second pass, of all layers together.
  private static final long KEPT_BYTES = 4L << 20;

  private static final long STOP_SECONDS = 5;

  private final ImageSource image;
  private final List<Layer> layers;
  private final LayerAnalysis analysis;
  private final Progress progress;
  private final LayerBytes.Shared shared;
  private final AtomicLong moved = new AtomicLong();
  private final Map<Digest, LayerBytes> sources = new HashMap<>();
  private final Map<Digest, Optional<IndexClaim>> claims = new HashMap<>();
  private final IndexUse use;
  private final LayerReading reading;
  private final HeapBound heap = HeapBound.ofProcess();
  private volatile long totalBytes;

  LayerStreams(
      ImageSource image, LayerAnalysis analysis, ImageAnalysis.Way way, Progress progress) {
    this.shared =
        new LayerBytes.Shared(
            new AtomicLong(KEPT_BYTES),
            new Budget(analysis.limits().of(Limit.IMAGE_INVENTORY)),
            image.facts().layers().stream().mapToLong(Layer::sizeBytes).max().orElse(0));
    this.image = image;
    this.layers = image.facts().layers();
    this.analysis = analysis;
    this.progress = progress;
    this.use = way.indexes();
    this.reading = new LayerReading(analysis, use, way.peeks(), progress);
  }

  /// What messages call a layer.
  String name(int index) {
    return "layer "
        + (index + 1)
        + " of "
        + layers.size()
        + " ("
        + layers.get(index).digest()
        + ")";
  }

  private LayerBytes source(int index) {
    Layer layer = layers.get(index);
    return sources.computeIfAbsent(
        layer.digest(), d -> new LayerBytes(image.layer(layer), true, shared, this::step));
  }

  /// The index by which a layer would be read.
  Optional<IndexClaim> index(int index) {
    Layer layer = layers.get(index);
    if (use == IndexUse.NEVER
        || (use == IndexUse.QUICKER && layer.sizeBytes() <= LayerReading.SMALL_BYTES)) {
      return Optional.empty();
    }
    return claims.computeIfAbsent(layer.digest(), d -> ask(index));
  }

  private Optional<IndexClaim> ask(int index) {
    try {
      return source(index).index(use == IndexUse.ALWAYS);
    } catch (Failure e) {
      if (use == IndexUse.ALWAYS) {
        throw e;
      }
      progress.warn(name(index) + ": no index can be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Reads all of a layer that was read by an index.
  LayerRead readWhole(int index, String note) throws IOException {
    return reading.streamed(subject(index), note);
  }

  private LayerReading.Subject subject(int index) {
    return new LayerReading.Subject(layers.get(index), source(index), index(index), name(index));
  }

  private void step(long bytes) {
    heap.look();
    progress.step("layers", moved.addAndGet(bytes), totalBytes);
  }

  /// Counts what is known of other layers of the image already.
  void hold(long inventoryBytes) {
    if (!shared.inventory().take(inventoryBytes)) {
      throw ImageSums.tooMuchToKeep(analysis.limits());
    }
  }

  /// Reads layers side by side.
  ///
  /// @param done called on this thread for each, in the order in which they end
  void read(List<Integer> indexes, int parallel, Consumer<LayerRead> done) throws IOException {
    if (indexes.isEmpty()) {
      return;
    }
    totalBytes = indexes.stream().mapToLong(i -> layers.get(i).sizeBytes()).sum();
    AtomicInteger threads = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(parallel, indexes.size()),
            // Counted here, as the JDK's own counter of names links 5 ms of code.
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("layer-" + threads.getAndIncrement())
                    .unstarted(task));
    try {
      var results = new ExecutorCompletionService<LayerRead>(pool);
      indexes.stream()
          .sorted((a, b) -> Long.compare(layers.get(b).sizeBytes(), layers.get(a).sizeBytes()))
          .forEach(i -> {
            LayerReading.Subject subject = subject(i);
            results.submit(() -> reading.read(subject));
          });
      for (int left = indexes.size(); left > 0; left--) {
        done.accept(results.take().get());
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading layers");
    } finally {
      stop(pool);
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  /// Waits for the others to let go of their connections, but not for long.
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    try {
      pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads single files of a layer, once more if need be.
  ///
  /// @param way in which the layer was read
  List<FileFacts> read(int index, List<Wish> wishes, Rung way) throws IOException {
    return reading.read(subject(index), wishes, way);
  }

  /// How many bytes came for a layer.
  long movedBytes(Digest layer) {
    LayerBytes source = sources.get(layer);
    return source == null ? 0 : source.movedBytes();
  }
}
