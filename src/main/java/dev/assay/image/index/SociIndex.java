package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.Checkpoint;
import dev.assay.format.gzip.JavaInflating;
import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import dev.assay.format.toc.Ztoc;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A ztoc beside the layer. A span's digest is over its stored bytes; files have none, so that the
/// archive's own header before a file is held against what the ztoc says of it.
public final class SociIndex implements LayerIndex {
  /// The largest ztoc that is read; it is kept as a whole.
  public static final int MAX_ZTOC_BYTES = 64 << 20;

  private static final int HEADER_BYTES = 512;

  /// Longer names, and others than ASCII, stand in an extended header further up.
  private static final int MAX_PLAIN_NAME = 99;

  private final Ztoc ztoc;
  private final Digest digest;
  private final long fetchedBytes;

  private SociIndex(Ztoc ztoc, Digest digest, long fetchedBytes) {
    this.ztoc = ztoc;
    this.digest = digest;
    this.fetchedBytes = fetchedBytes;
  }

  /// @param bytes of the ztoc, whose digest was checked
  /// @param layerBytes the layer's length
  /// @throws InputFailure where it is damaged or of another layer
  public static SociIndex of(byte[] bytes, Digest digest, long layerBytes) {
    Ztoc ztoc = Ztoc.parse(bytes, layerBytes);
    for (Ztoc.Span span : ztoc.spans()) {
      if (span.to() - span.from() > Block.MAX_BYTES) {
        throw new InputFailure("a span of the ztoc has " + (span.to() - span.from()) + " bytes");
      }
    }
    return new SociIndex(ztoc, digest, bytes.length);
  }

  @Override
  public String kind() {
    return "SOCI";
  }

  @Override
  public String proof() {
    return "ztocDigest";
  }

  @Override
  public Digest digest() {
    return digest;
  }

  @Override
  public long fetchedBytes() {
    return fetchedBytes;
  }

  @Override
  public void entries(Sink sink) throws IOException {
    long before = 0;
    for (int i = 0; i < ztoc.count(); i++) {
      Ztoc.Entry entry = ztoc.entry(i);
      if (entry.offset() < before) {
        throw new InputFailure("the ztoc's entries are out of order or overlap");
      }
      before = entry.offset() + entry.sizeBytes();
      boolean isFile = entry.kind() == TarKind.FILE;
      sink.take(
          new IndexedEntry(
              entry.path(),
              entry.kind(),
              entry.link(),
              entry.isExecutable(),
              entry.offset(),
              entry.sizeBytes(),
              isFile ? slices(entry.offset(), entry.sizeBytes()) : List.of()));
    }
  }

  private List<Slice> slices(long offset, long sizeBytes) {
    var slices = new ArrayList<Slice>(1);
    long at = offset;
    long end = offset + sizeBytes;
    for (int i = spanOf(offset); at < end; i++) {
      Ztoc.Span span = ztoc.spans().get(i);
      long to = Math.min(end, span.end());
      slices.add(
          new Slice(
              Optional.of(new Block(i, span.from(), span.to())),
              at - span.start(),
              to - at,
              Optional.empty()));
      at = to;
    }
    return slices;
  }

  private int spanOf(long offset) {
    List<Ztoc.Span> spans = ztoc.spans();
    int low = 0;
    int high = spans.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (spans.get(middle).start() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public byte[] unpack(Block block, byte[] stored) {
    Ztoc.Span span = ztoc.spans().get(block.id());
    if (!span.digest().equals(Digest.sha256(stored))) {
      throw new InputFailure("span " + block.id() + " of the layer is not what the ztoc says");
    }
    long length = span.end() - span.start();
    if (length > Block.MAX_BYTES) {
      throw new InputFailure("span " + block.id() + " of the ztoc has " + length + " bytes");
    }
    int skipped = span.bits() == 0 ? 0 : 8 - span.bits();
    return resume(stored, skipped, ztoc.window(span), (int) length);
  }

  private static byte[] resume(byte[] stored, int skippedBits, byte[] window, int length) {
    var bytes = new byte[length];
    try (var inflating = new JavaInflating()) {
      inflating.resume(new Checkpoint(skippedBits, window.length, window));
      inflating.input(stored, 0, stored.length);
      int count = 0;
      while (count < length) {
        int more = inflating.inflate(bytes, count, length - count);
        if (more == 0) {
          throw new InputFailure("a span of the layer ends sooner than the ztoc says");
        }
        count += more;
      }
    }
    return bytes;
  }

  @Override
  public void checkPlace(IndexedEntry entry, BlockReader blocks) throws IOException {
    long headerAt = entry.order() - HEADER_BYTES;
    if (headerAt < 0 || headerAt % HEADER_BYTES != 0) {
      throw misplaced(entry);
    }
    var header = new ByteArrayOutputStream(3 * HEADER_BYTES);
    for (Slice slice : slices(headerAt, HEADER_BYTES)) {
      byte[] block = blocks.unpacked(slice.block().orElseThrow());
      header.write(block, (int) slice.start(), (int) slice.length());
    }
    byte[] archive = Arrays.copyOf(header.toByteArray(), 3 * HEADER_BYTES);
    var tar = new TarReader(new ByteArrayInputStream(archive));
    try {
      boolean isThere =
          tar.next()
              && tar.kind() == TarKind.FILE
              && tar.sizeBytes() == entry.sizeBytes()
              && (!isPlain(entry.path()) || tar.path().equals(entry.path()));
      if (!isThere) {
        throw misplaced(entry);
      }
    } catch (InputFailure e) {
      throw misplaced(entry);
    }
  }

  private static boolean isPlain(String path) {
    return path.length() <= MAX_PLAIN_NAME && path.chars().allMatch(c -> c > 31 && c < 127);
  }

  private static InputFailure misplaced(IndexedEntry entry) {
    return new InputFailure(
        "`" + entry.path() + "` is not where the ztoc says, at byte " + entry.order());
  }
}
