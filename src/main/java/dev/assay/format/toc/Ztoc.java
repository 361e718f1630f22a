package dev.assay.format.toc;

import dev.assay.failure.InputFailure;
import dev.assay.format.tar.TarKind;
import dev.assay.model.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// SOCI's index of a gzip layer. It proves nothing about the layer's content: its author may have
/// left files out. But every span's digest is in it, so that what is read by it is what its author
/// saw.
///
/// Source: <https://github.com/awslabs/soci-snapshotter/blob/main/ztoc/fbs/ztoc.fbs>, and for the
/// checkpoints `ztoc/compression/gzip_zinfo.c` (`blob_to_zinfo`) beside it
public final class Ztoc {
  private static final int WINDOW_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 12;
  private static final int CHECKPOINT_BYTES = 8 + 8 + 1 + WINDOW_BYTES;
  private static final int GZIP = 1;

  /// The first span starts behind a gzip header without name and comment where nobody says.
  private static final int BARE_HEADER_BYTES = 10;

  private final byte[] bytes;
  private final FlatTable toc;
  private final List<Span> spans;
  private final long unpackedBytes;

  private Ztoc(byte[] bytes, FlatTable toc, List<Span> spans, long unpackedBytes) {
    this.bytes = bytes;
    this.toc = toc;
    this.spans = List.copyOf(spans);
    this.unpackedBytes = unpackedBytes;
  }

  /// A stretch of the layer that can be unpacked by itself.
  ///
  /// @param from offset in the layer of its first byte
  /// @param to offset behind its last byte; the next span may begin within that byte
  /// @param bits how many bits of the first byte belong to it, the high ones; 0 for all
  /// @param start offset of its first unpacked byte in the archive
  /// @param end offset behind its last unpacked byte
  /// @param window offset in the ztoc of the 32 KiB before it, negative where there is nothing
  /// @param digest of the bytes from `from` to `to`
  public record Span(
      long from, long to, int bits, long start, long end, int window, Digest digest) {}

  /// A file of the archive, or whatever else an entry is.
  ///
  /// @param isExecutable whether somebody may execute the file, or nobody says
  /// @param offset of a file's content in the archive
  public record Entry(
      String path, TarKind kind, String link, boolean isExecutable, long offset, long sizeBytes) {}

  /// Reads one; entries are read later.
  ///
  /// @param bytes not changed afterwards
  /// @param layerBytes the layer's length
  /// @throws InputFailure where it is damaged, contradicts itself, or is of another layer
  public static Ztoc parse(byte[] bytes, long layerBytes) {
    FlatTable root = FlatTable.root(bytes);
    if (root.longAt(2) != layerBytes) {
      throw new InputFailure("the ztoc is of a layer of another length");
    }
    long unpacked = root.longAt(3);
    FlatTable toc = root.table(4).orElseThrow(() -> missing("list of files"));
    FlatTable info = root.table(5).orElseThrow(() -> missing("list of spans"));
    if (info.byteAt(0, GZIP) != GZIP) {
      throw new InputFailure("the ztoc is of a layer that is not gzip");
    }
    return new Ztoc(bytes, toc, spans(bytes, info, layerBytes, unpacked), unpacked);
  }

  private static InputFailure missing(String what) {
    return new InputFailure("the ztoc has no " + what);
  }

  private static List<Span> spans(byte[] bytes, FlatTable info, long layerBytes, long unpacked) {
    FlatTable.Stretch blob = info.bytesAt(3);
    int count = info.count(2);
    if (blob.length() < HEADER_BYTES || count < 1) {
      throw missing("checkpoint");
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, blob.offset(), blob.length()).order(ByteOrder.LITTLE_ENDIAN);
    int stored = (blob.length() - HEADER_BYTES) / CHECKPOINT_BYTES;
    // The first version leaves the first checkpoint out.
    boolean hasFirst = stored == count;
    if (data.getInt() != count
        || (blob.length() - HEADER_BYTES) % CHECKPOINT_BYTES != 0
        || (!hasFirst && stored != count - 1)) {
      throw new InputFailure("the ztoc's numbers of spans contradict each other");
    }
    var spans = new ArrayList<Span>(count);
    var next = new Checkpoint(layerBytes, unpacked, 0, -1);
    for (int i = count - 1; i >= 0; i--) {
      int at = blob.offset() + HEADER_BYTES + (i - (hasFirst ? 0 : 1)) * CHECKPOINT_BYTES;
      Checkpoint here =
          i == 0 && !hasFirst
              ? new Checkpoint(BARE_HEADER_BYTES, 0, 0, -1)
              : Checkpoint.read(bytes, at);
      spans.add(here.span(next, Digest.parse(info.textAt(2, i))));
      next = here;
    }
    if (next.out != 0) {
      throw new InputFailure("the ztoc's first span does not start at the archive's beginning");
    }
    Collections.reverse(spans);
    return spans;
  }

  private record Checkpoint(long in, long out, int bits, int window) {
    static Checkpoint read(byte[] bytes, int at) {
      ByteBuffer data = ByteBuffer.wrap(bytes, at, CHECKPOINT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long in = data.getLong();
      long out = data.getLong();
      return new Checkpoint(in, out, data.get(), out == 0 ? -1 : data.position());
    }

    Span span(Checkpoint next, Digest digest) {
      long from = bits == 0 ? in : in - 1;
      if (bits < 0 || bits > 7 || from < 0 || from >= next.in || out < 0 || out >= next.out) {
        throw new InputFailure("the ztoc's spans are out of order");
      }
      return new Span(from, next.in, bits, out, next.out, window, digest);
    }
  }

  /// The spans in order; they cover the archive without gaps.
  public List<Span> spans() {
    return spans;
  }

  /// The unpacked bytes before a span, as far back as it may refer to them.
  public byte[] window(Span span) {
    if (span.window < 0) {
      return new byte[0];
    }
    int known = (int) Math.min(WINDOW_BYTES, span.start);
    int end = span.window + WINDOW_BYTES;
    return Arrays.copyOfRange(bytes, end - known, end);
  }

  /// How many entries it lists.
  public int count() {
    return toc.count(0);
  }

  /// An entry.
  ///
  /// @throws InputFailure where it is damaged or lies outside of the archive
  public Entry entry(int index) {
    FlatTable entry = toc.tableAt(0, index);
    TarKind kind =
        switch (entry.text(1)) {
          case "reg" -> TarKind.FILE;
          case "dir" -> TarKind.FOLDER;
          case "symlink" -> TarKind.SYMLINK;
          case "hardlink" -> TarKind.HARD_LINK;
          case "char", "block", "fifo" -> TarKind.OTHER;
          default -> throw new InputFailure("the ztoc has an entry of an unknown type");
        };
    long offset = entry.longAt(2);
    long size = kind == TarKind.FILE ? entry.longAt(3) : 0;
    if (offset < 0 || size < 0 || offset > unpackedBytes || size > unpackedBytes - offset) {
      throw new InputFailure("the ztoc has an entry outside of the archive");
    }
    boolean isExecutable = FileMode.isExecutable(entry.longAt(5));
    return new Entry(entry.text(0), kind, entry.text(4), isExecutable, offset, size);
  }
}
