package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.HeapBound;
import dev.assay.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
  /// Requests in flight or waiting to be read.
  private static final int AHEAD = FetchPlan.PARALLEL;

  /// The same in bytes, unless one alone has more: as much as arrives until the next is answered.
  private static final long AHEAD_BYTES = 6L << 20;

  /// Unpacked blocks that are kept: files often share one, or lie across two.
  private static final int KEPT = 2;

  private final LayerIndex index;
  private final Ranges layer;
  private final HeapBound heap = HeapBound.ofProcess();
  private final TreeMap<Long, FetchPlan.Request> planned = new TreeMap<>();
  private final Map<FetchPlan.Request, Future<List<byte[]>>> flying = new LinkedHashMap<>();
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
    for (FetchPlan.Request request : plan.requests()) {
      if (request.to() > layer.sizeBytes()) {
        throw new InputFailure("its index leads beyond the layer's end");
      }
      planned.put(request.from(), request);
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
    heap.look();
    byte[] content = index.unpack(block, stored(block));
    unpacked.put(block, content);
    if (unpacked.size() > KEPT) {
      unpacked.remove(unpacked.keySet().iterator().next());
    }
    return content;
  }

  /// A part of a block's content, where it stands in the block.
  ///
  /// @throws InputFailure where it is not what the index says
  ByteBuffer slice(Slice slice) throws IOException {
    ByteBuffer content =
        slice.block().isEmpty()
            ? ByteBuffer.allocate(bounded(slice.length()))
            : cut(unpacked(slice.block().get()), slice);
    if (slice.digest().isPresent() && !slice.digest().get().equals(digestOf(content))) {
      throw new InputFailure("a part of the layer is not what its index says");
    }
    return content;
  }

  private static Digest digestOf(ByteBuffer content) {
    var hasher = Digest.sha256(new byte[0]).hasher();
    hasher.update(content.duplicate());
    return Digest.of(hasher.digest());
  }

  private static int bounded(long length) {
    if (length > Block.MAX_BYTES) {
      throw new InputFailure("its index has a chunk of " + length + " bytes");
    }
    return (int) length;
  }

  private static ByteBuffer cut(byte[] block, Slice slice) {
    if (slice.start() > block.length || slice.length() > block.length - slice.start()) {
      throw new InputFailure("a part of the layer is shorter than its index says");
    }
    return ByteBuffer.wrap(block, (int) slice.start(), (int) slice.length());
  }

  private byte[] stored(Block block) throws IOException {
    if (block.to() > layer.sizeBytes() || block.storedBytes() > Block.MAX_BYTES) {
      throw new InputFailure("its index leads beyond the layer's end");
    }
    var entry = planned.floorEntry(block.from());
    if (entry != null) {
      List<Stretch> parts = entry.getValue().parts();
      for (int i = 0; i < parts.size(); i++) {
        Stretch part = parts.get(i);
        if (part.from() <= block.from() && block.to() <= part.to()) {
          byte[] bytes = taken(entry.getValue()).get(i);
          if (bytes.length == block.storedBytes()) {
            return bytes;
          }
          int at = (int) (block.from() - part.from());
          return Arrays.copyOfRange(bytes, at, at + block.storedBytes());
        }
      }
    }
    return read(List.of(new Stretch(block.from(), block.to()))).getFirst();
  }

  private List<byte[]> read(List<Stretch> parts) throws IOException {
    long length = parts.stream().mapToLong(Stretch::bytes).sum();
    if (layer.movedBytes() + length > mostBytes) {
      throw new InputFailure("its index makes it fetch more than the whole layer has");
    }
    Stretch first = parts.getFirst();
    return parts.size() == 1
        ? List.of(layer.read(first.from(), first.bytes()))
        : layer.readMany(parts);
  }

  private List<byte[]> taken(FetchPlan.Request request) throws IOException {
    start(request);
    // What lies before was read, or will be fetched again in the rare case.
    flying.keySet().removeIf(before -> before.to() <= request.from());
    for (FetchPlan.Request next : planned.tailMap(request.from(), false).values()) {
      if (!flying.containsKey(next) && (flying.size() >= AHEAD || isMuchWith(next))) {
        break;
      }
      start(next);
    }
    Future<List<byte[]>> future = flying.get(request);
    if (future == null) {
      throw new IllegalStateException("not started");
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      flying.remove(request);
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading parts of a layer");
    }
  }

  private boolean isMuchWith(FetchPlan.Request next) {
    long bytes = flying.keySet().stream().mapToLong(FetchPlan.Request::bytes).sum();
    return bytes + next.bytes() > AHEAD_BYTES;
  }

  private void start(FetchPlan.Request request) {
    flying.computeIfAbsent(request, r -> pool().submit(() -> read(r.parts())));
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
