package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A layer's blocks, fetched ahead as planned, unpacked and checked. For one reading thread; what
/// is fetched ahead is bounded, and so is what is kept of unpacked blocks.
public final class BlockReader implements Closeable {
  /// Stretches in flight or waiting to be read.
  private static final int AHEAD = FetchPlan.PARALLEL;

  /// Unpacked blocks that are kept: files often share one, or lie across two.
  private static final int KEPT = 3;

  private final LayerIndex index;
  private final Ranges layer;
  private final TreeMap<Long, FetchPlan.Stretch> planned = new TreeMap<>();
  private final Map<FetchPlan.Stretch, Future<byte[]>> flying = new LinkedHashMap<>();
  private final LinkedHashMap<Block, byte[]> unpacked = new LinkedHashMap<>(8, 0.75f, true);
  private Optional<ExecutorService> pool = Optional.empty();
  private long mostBytes;

  /// Reads by an index.
  public BlockReader(LayerIndex index, Ranges layer) {
    this.index = index;
    this.layer = layer;
    // Whatever the index says: reading the layer as a whole would have been cheaper.
    this.mostBytes = layer.movedBytes() + layer.sizeBytes() + layer.sizeBytes() / 4;
  }

  /// Blocks that will be read, mostly in the layer's order.
  public void plan(FetchPlan plan) {
    drop();
    for (FetchPlan.Stretch stretch : plan.stretches()) {
      if (stretch.to() > layer.sizeBytes()) {
        throw new InputFailure("its index leads beyond the layer's end");
      }
      planned.put(stretch.from(), stretch);
    }
  }

  private void drop() {
    flying.values().forEach(future -> future.cancel(true));
    flying.clear();
    planned.clear();
  }

  /// A block's content.
  ///
  /// @throws InputFailure where it is not what the index says
  /// @throws IOException where its bytes do not arrive
  public byte[] unpacked(Block block) throws IOException {
    byte[] known = unpacked.get(block);
    if (known != null) {
      return known;
    }
    byte[] content = index.unpack(block, stored(block));
    unpacked.put(block, content);
    if (unpacked.size() > KEPT) {
      unpacked.remove(unpacked.keySet().iterator().next());
    }
    return content;
  }

  /// A part of a block's content.
  ///
  /// @throws InputFailure where it is not what the index says
  byte[] slice(Slice slice) throws IOException {
    byte[] content =
        slice.block().isEmpty()
            ? new byte[bounded(slice.length())]
            : cut(unpacked(slice.block().get()), slice);
    if (slice.digest().isPresent() && !slice.digest().get().equals(Digest.sha256(content))) {
      throw new InputFailure("a part of the layer is not what its index says");
    }
    return content;
  }

  private static int bounded(long length) {
    if (length > Block.MAX_BYTES) {
      throw new InputFailure("its index has a chunk of " + length + " bytes");
    }
    return (int) length;
  }

  private static byte[] cut(byte[] block, Slice slice) {
    if (slice.start() > block.length || slice.length() > block.length - slice.start()) {
      throw new InputFailure("a part of the layer is shorter than its index says");
    }
    int start = (int) slice.start();
    return Arrays.copyOfRange(block, start, start + (int) slice.length());
  }

  private byte[] stored(Block block) throws IOException {
    if (block.to() > layer.sizeBytes() || block.storedBytes() > Block.MAX_BYTES) {
      throw new InputFailure("its index leads beyond the layer's end");
    }
    var entry = planned.floorEntry(block.from());
    if (entry == null || entry.getValue().to() < block.to()) {
      return read(block.from(), block.storedBytes());
    }
    FetchPlan.Stretch stretch = entry.getValue();
    byte[] bytes = taken(stretch);
    int at = (int) (block.from() - stretch.from());
    return Arrays.copyOfRange(bytes, at, at + block.storedBytes());
  }

  private byte[] read(long from, int length) throws IOException {
    if (layer.movedBytes() + length > mostBytes) {
      throw new InputFailure("its index makes it fetch more than the whole layer has");
    }
    return layer.read(from, length);
  }

  private byte[] taken(FetchPlan.Stretch stretch) throws IOException {
    start(stretch);
    for (FetchPlan.Stretch next : planned.tailMap(stretch.from(), false).values()) {
      if (flying.size() >= AHEAD) {
        break;
      }
      start(next);
    }
    // What lies before was read, or will be fetched again in the rare case.
    flying.keySet().removeIf(before -> before.to() <= stretch.from());
    Future<byte[]> future = flying.get(stretch);
    if (future == null) {
      throw new IllegalStateException("not started");
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      flying.remove(stretch);
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading parts of a layer");
    }
  }

  private void start(FetchPlan.Stretch stretch) {
    flying.computeIfAbsent(
        stretch, s -> pool().submit(() -> read(s.from(), Math.toIntExact(s.to() - s.from()))));
  }

  private ExecutorService pool() {
    ExecutorService present =
        pool.orElseGet(() ->
            Executors.newFixedThreadPool(
                FetchPlan.PARALLEL, Thread.ofPlatform().daemon().name("layer-part-", 0).factory()));
    pool = Optional.of(present);
    return present;
  }

  private static IOException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  /// Forgets what is planned and stops its threads.
  @Override
  public void close() {
    drop();
    pool.ifPresent(ExecutorService::shutdownNow);
  }
}
