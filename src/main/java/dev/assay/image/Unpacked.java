package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.Lending;
import dev.assay.format.bytes.ReadAhead;
import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.Inflation;
import dev.assay.format.zstd.Unzstd;
import dev.assay.image.limit.LayerTurns;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/// A layer's tar archive: unpacked by what its first bytes are, whatever the media type says, and
/// counted, bounded and, where that is wanted, hashed on the way. Layers that are unpacked side by
/// side take turns; a large gzip layer that others would wait for is inflated ahead by a thread of
/// its own.
final class Unpacked extends InputStream implements Lending {
  /// A layer may always become this large, whatever its ratio: small layers compress well.
  private static final long RATIO_FREE_BYTES = 256L << 20;

  /// What is inflated ahead.
  private static final ReadAhead.Room ROOM = new ReadAhead.Room(8, 128 << 10);

  /// So many bytes go by before it is looked again whose turn it is.
  private static final long LOOK_BYTES = 4L << 20;

  private final InputStream in;
  private final ReadAhead ahead;
  private final LayerTurns.Turn turn;
  private long lookAt = LOOK_BYTES;
  private final LayerFeed feed;
  private final Limits limits;
  private final boolean isPlain;
  private final Optional<MessageDigest> hasher;
  private final byte[] one = new byte[1];
  private long count;

  private Unpacked(InputStream in, boolean isPlain, LayerFeed feed, Bounds bounds) {
    this.in = in;
    this.hasher =
        isPlain || !bounds.isHashed
            ? Optional.empty()
            : Optional.of(Digest.sha256(new byte[0]).hasher());
    // Hashed by whoever inflates: its cache has the bytes.
    InputStream hashed = hasher.<InputStream>map(h -> new DigestInputStream(in, h)).orElse(in);
    this.ahead = new ReadAhead("layer-inflate", hashed, ROOM);
    this.turn = bounds.turn;
    this.isPlain = isPlain;
    this.feed = feed;
    this.limits = bounds.limits;
  }

  /// What a layer may take.
  ///
  /// @param turn its part in what the layers read together do with the cores
  /// @param isHashed whether the archive's own digest is wanted, which costs a fifth of the CPU
  ///   time
  /// @param largestBytes what the largest of the layers read together has as stored
  record Bounds(Limits limits, LayerTurns.Turn turn, boolean isHashed, long largestBytes) {}

  /// @throws InputFailure where the bytes are of a compression that nobody uses for layers
  static Unpacked of(LayerFeed feed, Bounds bounds) throws IOException {
    byte[] head = feed.readNBytes(6);
    var arriving = new Arriving(feed, bounds.turn);
    var whole = new Whole(new SequenceInputStream(new ByteArrayInputStream(head), arriving));
    InputStream unpacked =
        unpack(head, whole, Inflation.fastest(feed.announcedBytes(), bounds.largestBytes));
    return new Unpacked(unpacked, unpacked == whole, feed, bounds);
  }

  private static InputStream unpack(byte[] head, InputStream whole, Inflation inflation) {
    if (startsWith(head, 0x1f, 0x8b)) {
      return new Gunzip(whole, inflation.start());
    }
    if (Unzstd.isMagic(head)) {
      return new Unzstd(whole);
    }
    if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z', 0) || startsWith(head, 'B', 'Z', 'h')) {
      throw new InputFailure("it is compressed with xz or bzip2, which layers must not be");
    }
    return whole;
  }

  private static boolean startsWith(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    look();
    int read = ahead.read(out, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public boolean canLend() {
    return ahead.canLend();
  }

  @Override
  public Optional<ByteBuffer> lend() throws IOException {
    look();
    Optional<ByteBuffer> lent = ahead.lend();
    lent.ifPresent(bytes -> count(bytes.remaining()));
    return lent;
  }

  private void count(int read) {
    count += read;
    if (count > limits.of(Limit.LAYER_BYTES)) {
      throw limits.passed(Limit.LAYER_BYTES, "unpacked it has more than", "bytes");
    }
    if (count > RATIO_FREE_BYTES
        && count / limits.of(Limit.LAYER_RATIO) > Math.max(1, feed.countBytes())) {
      throw limits.passed(Limit.LAYER_RATIO, "unpacked it is more than", "times as large");
    }
  }

  private void look() throws IOException {
    if (count > lookAt) {
      lookAt = count + LOOK_BYTES;
      turn.goOn(feed.leftBytes()); // also where it is apart: others compare themselves
      if (in instanceof Gunzip && !ahead.canLend() && turn.goesApart()) {
        ahead.start();
      }
    }
  }

  /// Whether it is packed in pieces, as layers are that have a table of contents: more than one
  /// gzip member or zstd frame has begun.
  boolean isInPieces() {
    return (in instanceof Gunzip gunzip && gunzip.members() > 1)
        || (in instanceof Unzstd unzstd && unzstd.frames() > 1);
  }

  /// Whether it is packed with zstd.
  boolean isZstd() {
    return in instanceof Unzstd;
  }

  /// Hands over zstd's frames that are skipped, from now on.
  void onSkipped(Unzstd.SkippedFrames told) {
    if (in instanceof Unzstd unzstd) {
      unzstd.onSkipped(told);
    }
  }

  /// How many bytes the layer has as stored, as far as they arrived.
  long storedBytes() {
    return feed.countBytes();
  }

  /// The SHA-256 of what was read, where it was wanted or costs nothing.
  ///
  /// @param stored the digest of the bytes as stored, which a plain archive shares
  Optional<Digest> digest(Digest stored) {
    return isPlain ? Optional.of(stored) : hasher.map(h -> Digest.of(h.digest()));
  }

  /// How many bytes were read.
  long countBytes() {
    return count;
  }

  /// Leaves the feed to others, and the cores: no more is read of it.
  void stop() {
    ahead.close();
    turn.close();
  }

  /// Frees the decompressor; the feed stays open.
  @Override
  public void close() throws IOException {
    ahead.close(); // before what the decompressor has outside of Java is freed
    in.close();
  }

  /// The feed, by whose bytes others' turns are not held up.
  private static final class Arriving extends FilterInputStream {
    private final LayerFeed feed;
    private final LayerTurns.Turn turn;
    private final byte[] one = new byte[1];

    Arriving(LayerFeed feed, LayerTurns.Turn turn) {
      super(feed);
      this.feed = feed;
      this.turn = turn;
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      if (feed.hasArrived()) {
        return feed.read(out, offset, length);
      }
      boolean hadTurn = turn.pause();
      int read = feed.read(out, offset, length);
      if (hadTurn) {
        turn.goOn(feed.leftBytes());
      }
      return read;
    }
  }

  /// The feed from its first byte on, which decompressors must not close.
  private static final class Whole extends FilterInputStream {
    Whole(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // After damage the feed's rest still has to be hashed.
    }
  }
}
