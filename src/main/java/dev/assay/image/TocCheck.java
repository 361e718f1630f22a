package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonWalk;
import dev.assay.format.tar.TarKind;
import dev.assay.format.toc.JsonToc;
import dev.assay.format.toc.ZstdChunkedFooter;
import dev.assay.format.zstd.Unzstd;
import dev.assay.image.index.TocIndex;
import dev.assay.model.Digest;
import dev.assay.model.PathSet;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Holds the table of contents of an eStargz or zstd:chunked layer against the archive it is of.
/// Runtimes that fetch files when they are opened believe the table, all others the archive: where
/// the two differ, somebody is shown another image than the one that runs.
///
/// Names, kinds, lengths and links of all entries are compared, and the content of files that
/// analyzers want. eStargz's table is the archive's last entry, zstd:chunked's is in a frame behind
/// the archive: so hashes of what went by are kept, but not of layers in one piece, as those with a
/// table never are.
final class TocCheck {
  private static final String STARGZ_TABLE = "stargz.index.json";

  /// What gaps call the other one, which has no name.
  private static final String ZSTD_TABLE = "zstd:chunked manifest";

  /// So many entries may come before it is seen whether the layer is in pieces: of gzip, where
  /// every layer pays for that, and of zstd, where folders and empty files may come first.
  private static final int FIRST_ENTRIES = 2000;

  private static final int FIRST_ZSTD_ENTRIES = 20_000;

  /// Longer files are not compared by content.
  private static final long MAX_CONTENT_BYTES = 8 << 20;

  /// Of frames to skip, all together: enough for a layer of half a million files.
  private static final long MAX_FRAME_BYTES = 32 << 20;

  private static final long ANYWHERE = Long.MAX_VALUE >> 8;

  private final LayerNotes notes;
  private Optional<Unpacked> layer = Optional.empty();
  private final PathHashes archive = new PathHashes();
  private final Map<String, Digest> contents = new HashMap<>();

  /// What is in frames that are skipped, by its offset.
  private final Map<Long, byte[]> frames = new TreeMap<>();

  private long frameBytes;
  private boolean hasUnreadFrames;
  private boolean hasMissedEntries;
  private long entries;
  private long archiveCount;

  TocCheck(LayerNotes notes) {
    this.notes = notes;
  }

  /// Where a table is said to be.
  private record Place(long offset, int bytes) {}

  /// @param told how the layer is packed, as far as it was read
  void start(Unpacked told) {
    layer = Optional.of(told);
    told.onSkipped(
        new Unzstd.SkippedFrames() {
          @Override
          public boolean wants(long bytes) {
            frameBytes += bytes;
            hasUnreadFrames |= frameBytes > MAX_FRAME_BYTES;
            return !hasUnreadFrames;
          }

          @Override
          public void take(long offset, byte[] content) {
            frames.put(offset, content);
          }
        });
  }

  private boolean isInPieces() {
    return layer.isPresent() && layer.get().isInPieces();
  }

  private boolean isZstd() {
    return layer.isPresent() && layer.get().isZstd();
  }

  private boolean isOn() {
    return entries <= (isZstd() ? FIRST_ZSTD_ENTRIES : FIRST_ENTRIES) || isInPieces();
  }

  /// Notes an entry of the archive, or compares them all where it is the table.
  void visit(Entry entry) throws IOException {
    entries++;
    if (!isOn()) {
      hasMissedEntries = true;
      return;
    }
    String path = EntryPath.normalise(entry.path()).orElse("");
    boolean isTable =
        path.equals(STARGZ_TABLE) && entry.kind() == TarKind.FILE && isInPieces() && !isZstd();
    if (isTable) {
      compare(STARGZ_TABLE, entry.content());
    } else if (!path.isEmpty()) {
      archiveCount +=
          archive.add(hash(path, entry.kind(), entry.link(), entry.sizeBytes())) ? 1 : 0;
    }
  }

  /// What one entry is, as a number.
  static long hash(String path, TarKind kind, String link, long sizeBytes) {
    String target = kind == TarKind.HARD_LINK ? EntryPath.normalise(link).orElse(link) : link;
    long size = kind == TarKind.FILE ? sizeBytes : 0;
    return PathSet.hash(kind + "\0" + path + "\0" + target + "\0" + size);
  }

  /// The content of a file that analyzers want, to be read to its end and given to `finish`.
  InputStream watched(Entry entry, InputStream content) {
    boolean isCompared = isInPieces() || (isZstd() && isOn());
    return isCompared && entry.sizeBytes() <= MAX_CONTENT_BYTES ? new Hashed(content) : content;
  }

  /// Takes the digest of what was watched.
  void finish(String path, InputStream watched) throws IOException {
    if (watched instanceof Hashed hashed) {
      hashed.transferTo(OutputStream.nullOutputStream());
      contents.put(path, Digest.of(hashed.hasher.digest()));
    }
  }

  /// Compares the tables that are in frames, when the whole layer went by. Those that are tables
  /// count, whether or not a footer leads to them: annotations may.
  ///
  /// @param layerBytes how long the layer is
  void end(long layerBytes) throws IOException {
    if (hasUnreadFrames) {
      frames.clear();
    }
    Set<Place> announced = announced(layerBytes);
    for (var frame : frames.entrySet()) {
      byte[] content = frame.getValue();
      boolean isSure = announced.remove(new Place(frame.getKey(), content.length));
      if (isSure || isTable(content)) {
        compare(ZSTD_TABLE, json(content));
      }
    }
    if (hasUnreadFrames) {
      gap(ZSTD_TABLE, "of more than " + MAX_FRAME_BYTES + " bytes in frames to skip, none is read");
    } else if (!announced.isEmpty()) {
      gap(ZSTD_TABLE, "it is not where the layer's footer says");
    }
  }

  /// Where footers say that tables are.
  private Set<Place> announced(long layerBytes) {
    var places = new HashSet<Place>();
    for (byte[] frame : frames.values()) {
      try {
        ZstdChunkedFooter.parse(frame, layerBytes)
            .ifPresent(table -> places.add(new Place(table.offset(), table.packedBytes())));
      } catch (InputFailure e) {
        gap(ZSTD_TABLE, String.valueOf(e.getMessage()));
      }
    }
    return places;
  }

  /// Whether a frame is a table, by its content: other frames are of other things, such as what it
  /// takes to make the archive's very bytes again.
  private static boolean isTable(byte[] frame) throws IOException {
    if (!Unzstd.isMagic(frame)) {
      return false;
    }
    var lists = new AtomicBoolean();
    try {
      JsonWalk.walk(
          json(frame),
          ZSTD_TABLE,
          new JsonWalk.Visitor() {
            @Override
            public JsonWalk.Step step(String path) {
              lists.compareAndSet(false, path.equals("entries"));
              return JsonWalk.Step.SKIP;
            }

            @Override
            public void take(String path, Json value) {}
          });
    } catch (InputFailure e) {
      return lists.get();
    }
    return lists.get();
  }

  private static InputStream json(byte[] frame) {
    return TocIndex.bounded(new Unzstd(new ByteArrayInputStream(frame)));
  }

  private void compare(String name, InputStream table) throws IOException {
    if (hasMissedEntries) {
      gap(name, "it was not compared, since the layer's first entries are in one piece");
      return;
    }
    var comparison = new TocComparison(archive, archiveCount, contents);
    try {
      JsonToc.read(table, ANYWHERE, comparison::listed);
    } catch (InputFailure e) {
      gap(name, "it cannot be read: " + e.getMessage());
      return;
    }
    List<String> problems = comparison.problems();
    if (!problems.isEmpty()) {
      gap(name, String.join("; ", problems));
    }
  }

  private void gap(String name, String problem) {
    notes.gap(
        name, 0, "layer.toc-divergence: the table of contents is not the archive's: " + problem);
  }

  /// Content that is hashed however it is read.
  private static final class Hashed extends FilterInputStream {
    private final MessageDigest hasher = Digest.sha256(new byte[0]).hasher();

    Hashed(InputStream in) {
      super(in);
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
        hasher.update(out, offset, count);
      }
      return count;
    }

    @Override
    public long skip(long most) throws IOException {
      byte[] scrap = new byte[Math.clamp(most, 0, 64 << 10)];
      return scrap.length == 0 ? 0 : Math.max(0, read(scrap, 0, scrap.length));
    }
  }
}
