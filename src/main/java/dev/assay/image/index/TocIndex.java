package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.JdkInflating;
import dev.assay.format.tar.TarReader;
import dev.assay.format.toc.JsonToc;
import dev.assay.format.toc.StargzFooter;
import dev.assay.format.toc.TocChunk;
import dev.assay.format.toc.TocEntry;
import dev.assay.format.toc.ZstdChunkedPosition;
import dev.assay.image.limit.HeapBound;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An index inside of the layer that the manifest vouches for: an annotation of the layer's
/// descriptor has the table's digest, and the table has each chunk's. So what is read by it is what
/// whoever signed the manifest meant, but the table may list other files than the archive has.
public final class TocIndex implements LayerIndex {
  /// eStargz: the digest of the table, unpacked.
  public static final String STARGZ_DIGEST = "containerd.io/snapshot/stargz/toc.digest";

  /// A table of 300,000 files takes about that much.
  private static final int MAX_TOC_BYTES = 128 << 20;

  private static final int MAX_STORED_TOC_BYTES = 24 << 20;

  private static final int FRAME_HEADER_BYTES = 8;

  private static final int ENTRIES_PER_LOOK = 256;

  /// The last bytes of a layer are fetched at once: mostly, the table is among them.
  private static final int FIRST_BYTES = 128 << 10;

  private final boolean isZstd;

  /// Of zstd:chunked alone, until the entries were listed: a table needs a window as long as
  /// itself.
  private Optional<ChunkUnpacking> zstdTable;

  private final ChunkUnpacking chunks;
  private final byte[] stored;
  private final long tocOffset;
  private final Digest digest;
  private final long fetchedBytes;
  private final JsonToc.Starts starts;

  private TocIndex(
      Optional<ChunkUnpacking> zstdTable,
      byte[] stored,
      long tocOffset,
      Digest digest,
      long fetched)
      throws IOException {
    this.isZstd = zstdTable.isPresent();
    this.zstdTable = zstdTable;
    this.chunks = isZstd ? ChunkUnpacking.zstd() : ChunkUnpacking.gzip();
    this.stored = stored;
    this.tocOffset = tocOffset;
    this.digest = digest;
    this.fetchedBytes = fetched;
    try (InputStream json = json()) {
      this.starts = JsonToc.read(json, tocOffset, entry -> {});
    }
  }

  /// Reads the table of an eStargz layer.
  ///
  /// @param announced of the table, from the layer's descriptor
  /// @throws InputFailure where there is none, or another one
  /// @throws IOException where its bytes do not arrive
  public static TocIndex stargz(Ranges layer, Digest announced) throws IOException {
    int first = (int) Math.min(FIRST_BYTES, layer.sizeBytes());
    if (first <= StargzFooter.BYTES) {
      throw new InputFailure("it is too short for an eStargz layer");
    }
    byte[] tail = layer.read(layer.sizeBytes() - first, first);
    byte[] footer = tail(tail, StargzFooter.BYTES);
    long offset = StargzFooter.tocOffset(footer, layer.sizeBytes());
    long length = layer.sizeBytes() - StargzFooter.BYTES - offset;
    checkSize(length);
    int missing = (int) Math.max(0, length + StargzFooter.BYTES - first);
    byte[] front = missing == 0 ? new byte[0] : layer.read(offset, missing);
    int from = Math.max(0, first - StargzFooter.BYTES - (int) length);
    byte[] stored = new byte[(int) length];
    System.arraycopy(front, 0, stored, 0, missing);
    System.arraycopy(tail, from, stored, missing, (int) length - missing);
    try (InputStream json = stargzJson(stored)) {
      checkDigest(announced, digestOf(json));
    }
    return new TocIndex(Optional.empty(), stored, offset, announced, (long) first + missing);
  }

  private static byte[] tail(byte[] bytes, int count) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }

  private static Digest digestOf(InputStream json) throws IOException {
    var hasher = Digest.sha256(new byte[0]).hasher();
    byte[] buffer = new byte[64 << 10];
    for (int count = json.read(buffer); count >= 0; count = json.read(buffer)) {
      hasher.update(buffer, 0, count);
    }
    return Digest.of(hasher.digest());
  }

  /// Reads the table of a zstd:chunked layer.
  ///
  /// @param claim what the layer's descriptor says of it
  /// @throws InputFailure where there is none, or another one
  /// @throws IOException where its bytes do not arrive
  public static TocIndex zstdChunked(Ranges layer, ZstdChunkedClaim claim) throws IOException {
    ZstdChunkedPosition place = ZstdChunkedPosition.parse(claim.position(), layer.sizeBytes());
    checkSize(place.packedBytes());
    byte[] stored = layer.read(place.offset(), place.packedBytes());
    checkDigest(claim.stored(), Digest.sha256(stored));
    ChunkUnpacking table = ChunkUnpacking.zstd();
    if (claim.unpacked().isPresent()) {
      try (InputStream json = bounded(table.open(stored))) {
        checkDigest(claim.unpacked().get(), digestOf(json));
      }
    }
    long frame = place.offset() - FRAME_HEADER_BYTES;
    return new TocIndex(Optional.of(table), stored, frame, claim.stored(), stored.length);
  }

  private static void checkSize(long stored) {
    if (stored < 1 || stored > MAX_STORED_TOC_BYTES) {
      throw new InputFailure("its table of contents has " + stored + " bytes");
    }
  }

  private static void checkDigest(Digest announced, Digest actual) {
    if (!announced.equals(actual)) {
      throw new InputFailure(
          "its table of contents hashes to " + actual + ", not to what the manifest says");
    }
  }

  private InputStream json() throws IOException {
    return isZstd
        ? bounded(zstdTable.orElseGet(ChunkUnpacking::zstd).open(stored))
        : stargzJson(stored);
  }

  /// The same bytes, of which there must not be more than a table may have.
  public static InputStream bounded(InputStream unpacking) {
    return new Bounded(unpacking, MAX_TOC_BYTES);
  }

  /// The table is a file of a tar of its own.
  private static InputStream stargzJson(byte[] stored) throws IOException {
    var unpacked = bounded(new Gunzip(new ByteArrayInputStream(stored), new JdkInflating()));
    var tar = new TarReader(unpacked);
    if (!tar.next() || !tar.path().equals("stargz.index.json")) {
      unpacked.close();
      throw new InputFailure("there is no `stargz.index.json` where its footer points to");
    }
    return new SequenceInputStream(tar.content(), InputStream.nullInputStream());
  }

  @Override
  public String kind() {
    return isZstd ? "zstd:chunked" : "eStargz";
  }

  @Override
  public String proof() {
    return "tocDigest";
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
    var order =
        new Object() {
          long next;
        };
    try (InputStream json = json()) {
      JsonToc.read(json, tocOffset, entry -> take(sink, entry, order.next++));
    } catch (SinkFailure e) {
      throw e.reason;
    } finally {
      zstdTable = Optional.empty();
    }
  }

  private void take(Sink sink, TocEntry entry, long order) {
    if (order % ENTRIES_PER_LOOK == 0) {
      HeapBound.ofProcess().look();
    }
    List<Slice> slices = new ArrayList<>(entry.chunks().size());
    for (TocChunk chunk : entry.chunks()) {
      Optional<Block> block =
          chunk.isZeros() ? Optional.empty() : Optional.of(block(chunk.from(), entry.path()));
      slices.add(new Slice(block, chunk.inner(), chunk.sizeBytes(), Optional.of(chunk.digest())));
    }
    try {
      sink.take(
          new IndexedEntry(
              entry.path(),
              entry.kind(),
              entry.link(),
              entry.isExecutable(),
              order,
              entry.sizeBytes(),
              slices));
    } catch (IOException e) {
      throw new SinkFailure(e);
    }
  }

  private Block block(long from, String path) {
    long to = starts.endOf(from);
    if (to - from > Block.MAX_BYTES) {
      throw new InputFailure("a chunk of `" + path + "` has " + (to - from) + " bytes");
    }
    return new Block(0, from, to);
  }

  /// Carries what a sink throws through the parser.
  private static final class SinkFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient IOException reason;

    SinkFailure(IOException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  @Override
  public byte[] unpack(Block block, byte[] bytes) {
    return chunks.unpack(bytes, Block.MAX_BYTES);
  }

  @Override
  public void checkPlace(IndexedEntry entry, BlockReader blocks) {
    // Every slice has a digest.
  }

  /// Fails where more comes out than a table may have.
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      int count = in.read(out, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new InputFailure("its table of contents is longer than any real one");
      }
      return count;
    }
  }
}
