package dev.assay.image;

import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.Ranges;
import dev.assay.image.limit.LayerTurns;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A layer whose bytes are kept in memory when they are first read, if it is small: a second pass
/// then costs no second download.
final class LayerBytes implements LayerSource {
  /// Layers up to this size are kept.
  static final int KEPT_BYTES = 8 << 20;

  /// Room for a layer of unknown size at first.
  private static final int UNKNOWN_BYTES = 64 << 10;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final LayerSource layer;
  private final boolean canReopen;
  private final AtomicLong keepable;
  private final Shared shared;
  private final LongConsumer onMoved;
  private final AtomicLong moved = new AtomicLong();
  private volatile byte @Nullable [] kept;
  private boolean opened;

  /// @param canReopen whether the source can be read more than once
  /// @param shared the budgets that the layers of an image share
  /// @param onMoved told of every stretch of bytes that arrives
  LayerBytes(LayerSource layer, boolean canReopen, Shared shared, LongConsumer onMoved) {
    this.layer = layer;
    this.canReopen = canReopen;
    this.keepable = shared.keepable();
    this.shared = shared;
    this.onMoved = onMoved;
  }

  /// What the layers of one image share.
  ///
  /// @param keepable bytes of small layers that may still be kept for a second pass
  /// @param inventory memory for what is learnt from them
  /// @param turns who of them is unpacked when
  /// @param largestBytes what the largest has as stored, known or not
  record Shared(AtomicLong keepable, Budget inventory, LayerTurns turns, long largestBytes) {
    Shared(AtomicLong keepable, Budget inventory, long largestBytes) {
      this(keepable, inventory, new LayerTurns(CORES), largestBytes);
    }

    /// For a layer by itself.
    static Shared alone(long inventoryBytes) {
      return new Shared(new AtomicLong(KEPT_BYTES), new Budget(inventoryBytes), 0);
    }
  }

  /// What all layers of the image may still take.
  Budget inventory() {
    return shared.inventory;
  }

  /// What the largest layer of the image has as stored.
  long largestBytes() {
    return shared.largestBytes;
  }

  /// Who of the layers of the image is unpacked when.
  LayerTurns turns() {
    return shared.turns;
  }

  @Override
  public Digest digest() {
    return layer.digest();
  }

  @Override
  public long sizeBytes() {
    return layer.sizeBytes();
  }

  @Override
  public String mediaType() {
    return layer.mediaType();
  }

  /// Whether `open` works now.
  boolean canOpen() {
    return !opened || canReopen || kept != null;
  }

  @Override
  public Optional<IndexClaim> index(boolean searches) {
    return layer.index(searches);
  }

  @Override
  public Optional<Ranges> parts() {
    return layer.parts();
  }

  /// Counts bytes that came for the layer in another way.
  void alsoMoved(long bytes) {
    moved.addAndGet(bytes);
    onMoved.accept(bytes);
  }

  /// How many bytes came from the source, in all passes.
  long movedBytes() {
    return moved.get();
  }

  @Override
  public InputStream open() throws IOException {
    byte[] bytes = kept;
    if (bytes != null) {
      return new ByteArrayInputStream(bytes);
    }
    if (opened && !canReopen) {
      throw new IOException("the bytes can be read only once");
    }
    boolean keeps = !opened && reserve();
    opened = true;
    return new Passing(layer.open(), keeps);
  }

  private boolean reserve() {
    long size = layer.sizeBytes() < 0 ? KEPT_BYTES : layer.sizeBytes();
    if (size > KEPT_BYTES) {
      return false;
    }
    if (keepable.addAndGet(-size) < 0) {
      keepable.addAndGet(size);
      return false;
    }
    return true;
  }

  /// Counts the bytes and keeps them.
  private final class Passing extends FilterInputStream {
    private byte @Nullable [] copy;
    private int copied;

    Passing(InputStream in, boolean keeps) {
      super(in);
      long size = layer.sizeBytes();
      this.copy = keeps ? new byte[size < 0 ? UNKNOWN_BYTES : (int) size] : null;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      int count = in.read(out, offset, length);
      if (count > 0) {
        moved.addAndGet(count);
        onMoved.accept(count);
        keep(out, offset, count);
      } else if (count < 0 && copy != null) {
        kept = copied == copy.length ? copy : Arrays.copyOf(copy, copied);
        copy = null;
      }
      return count;
    }

    private void keep(byte[] bytes, int offset, int count) {
      byte[] to = copy;
      if (to == null) {
        return;
      }
      if (copied + count > KEPT_BYTES) {
        copy = null;
        return;
      }
      if (copied + count > to.length) {
        to = Arrays.copyOf(to, Math.min(KEPT_BYTES, Math.max(copied + count, 2 * to.length)));
        copy = to;
      }
      System.arraycopy(bytes, offset, to, copied, count);
      copied += count;
    }
  }
}
