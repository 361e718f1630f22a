package dev.assay.image.shared;

import dev.assay.image.AnalysisCache;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A cache that is written by a thread of its own while the scan goes on: nobody's answer waits for
/// what is kept for the next one. Who asks it for something waits until all that was given to it is
/// kept, as does who closes it; what went wrong meanwhile is thrown then.
public final class BackgroundCache implements AnalysisCache, Closeable {
  private final AnalysisCache written;
  private Optional<ExecutorService> writer = Optional.empty();
  private final Queue<Future<?>> pending = new ArrayDeque<>();

  /// @param written safe for several threads, as every cache is
  public BackgroundCache(AnalysisCache written) {
    this.written = written;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    settle();
    return written.layer(layer, rules);
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {
    later(() -> written.keep(layer, rules));
  }

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    settle();
    return written.image(manifest, rules);
  }

  @Override
  public void keep(KnownImage image, Digest rules) {
    later(() -> written.keep(image, rules));
  }

  /// An image that is known needs no thread.
  private synchronized void later(Runnable task) {
    if (writer.isEmpty()) {
      writer = Optional.of(Executors.newFixedThreadPool(1, BackgroundCache::thread));
    }
    pending.add(writer.get().submit(task));
  }

  private static Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().name("cache").unstarted(task);
  }

  /// Waits until all that was given is kept, also where this thread is interrupted: to write local
  /// files takes no time to speak of, and what was learnt must not be lost.
  public synchronized void settle() {
    Optional<Throwable> failure = Optional.empty();
    boolean isInterrupted = false;
    while (!pending.isEmpty()) {
      try {
        pending.element().get();
        pending.remove();
      } catch (InterruptedException e) {
        isInterrupted = true;
      } catch (ExecutionException e) {
        pending.remove();
        failure = failure.or(() -> Optional.ofNullable(e.getCause()));
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure.isPresent()) {
      throw unchecked(failure.get());
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  @Override
  public void clean() throws IOException {
    settle();
    written.clean();
  }

  @Override
  public synchronized void close() {
    try {
      settle();
    } finally {
      writer.ifPresent(ExecutorService::shutdown);
      writer = Optional.empty();
    }
  }
}
