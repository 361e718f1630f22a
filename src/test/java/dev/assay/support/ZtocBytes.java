package dev.assay.support;

import dev.assay.format.gzip.Checkpoint;
import dev.assay.format.gzip.JavaInflating;
import dev.assay.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes SOCI's index of a gzip layer, also such as no tool would write.
///
/// Source: <https://github.com/awslabs/soci-snapshotter/blob/main/ztoc/fbs/ztoc.fbs>
public final class ZtocBytes {
  private static final int GZIP_HEADER = 10;
  private static final int WINDOW = 32 << 10;

  private byte[] out = new byte[1 << 16];
  private int end;

  private ZtocBytes() {}

  /// An entry as the index lists it.
  public record Listed(String path, String type, String link, long offset, long sizeBytes) {}

  /// A place where a span starts.
  ///
  /// @param in as SOCI counts: behind the byte that the span may begin in
  public record Point(long in, long out, int bits, byte[] window) {}

  /// What an index says.
  ///
  /// @param isFirst whether it is written as version 1 does, without the first place
  public record Ztoc(
      long layerBytes,
      long archiveBytes,
      List<Listed> entries,
      List<Point> points,
      List<String> digests,
      boolean isFirst) {}

  /// An honest index's places and digests.
  ///
  /// @param layer gzip with a bare header
  public static Ztoc spans(byte[] layer, List<Listed> entries, int spanBytes, boolean isFirst) {
    var points = new ArrayList<Point>();
    points.add(new Point(GZIP_HEADER, 0, 0, new byte[WINDOW]));
    long total;
    try (var inflating = new JavaInflating()) {
      inflating.onBlock((bits, bytes) -> {
        if (bytes - points.getLast().out() >= spanBytes) {
          points.add(point(inflating.checkpoint()));
        }
      });
      inflating.input(layer, GZIP_HEADER, layer.length - GZIP_HEADER);
      byte[] scrap = new byte[1 << 16];
      total = 0;
      for (int n = inflating.inflate(scrap, 0, scrap.length); n > 0; ) {
        total += n;
        n = inflating.inflate(scrap, 0, scrap.length);
      }
    }
    var digests = new ArrayList<String>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      long to = i + 1 < points.size() ? points.get(i + 1).in() : layer.length;
      int from = (int) (point.bits() == 0 ? point.in() : point.in() - 1);
      digests.add(Digest.sha256(Arrays.copyOfRange(layer, from, (int) to)).toString());
    }
    return new Ztoc(layer.length, total, entries, points, digests, isFirst);
  }

  private static Point point(Checkpoint from) {
    byte[] window = new byte[WINDOW];
    byte[] known = from.window();
    System.arraycopy(known, 0, window, WINDOW - known.length, known.length);
    int used = (int) (from.inputBits() & 7);
    long in = GZIP_HEADER + (from.inputBits() + 7) / 8;
    return new Point(in, from.outputBytes(), used == 0 ? 0 : 8 - used, window);
  }

  /// The index's bytes.
  public static byte[] write(Ztoc ztoc) {
    var made = new ZtocBytes();
    made.put(4, 0);
    int root = made.table(6);
    made.patch(0, root);
    made.text(root, 0, "0.9");
    made.text(root, 1, "test");
    made.number(root, 2, ztoc.layerBytes);
    made.number(root, 3, ztoc.archiveBytes);
    int toc = made.child(root, 4, 1);
    int list = made.vector(toc, 0, ztoc.entries.size());
    for (int i = 0; i < ztoc.entries.size(); i++) {
      Listed entry = ztoc.entries.get(i);
      int item = made.table(5);
      made.patch(list + 4 * i, item);
      made.text(item, 0, entry.path);
      made.text(item, 1, entry.type);
      made.number(item, 2, entry.offset);
      made.number(item, 3, entry.sizeBytes);
      made.text(item, 4, entry.link);
    }
    int info = made.child(root, 5, 4);
    made.out[info + 4] = 1; // gzip
    made.number(info, 1, ztoc.points.size() - 1L);
    int digests = made.vector(info, 2, ztoc.digests.size());
    for (int i = 0; i < ztoc.digests.size(); i++) {
      made.patch(digests + 4 * i, made.string(ztoc.digests.get(i)));
    }
    made.checkpoints(info, ztoc);
    return Arrays.copyOf(made.out, made.end);
  }

  private void checkpoints(int info, Ztoc ztoc) {
    int first = ztoc.isFirst ? 1 : 0;
    int bytes = 12 + (ztoc.points.size() - first) * (17 + WINDOW);
    patch(info + 4 + 8 * 3, end);
    put(4, bytes);
    put(4, ztoc.points.size());
    put(8, 0);
    for (Point point : ztoc.points.subList(first, ztoc.points.size())) {
      put(8, point.in);
      put(8, point.out);
      put(1, point.bits);
      room(WINDOW);
      System.arraycopy(point.window, 0, out, end, WINDOW);
      end += WINDOW;
    }
  }

  private void room(int bytes) {
    if (end + bytes > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, end + bytes));
    }
  }

  private void put(int bytes, long value) {
    room(bytes);
    for (int i = 0; i < bytes; i++) {
      out[end++] = (byte) (value >>> (8 * i));
    }
  }

  /// Fills in a distance forward.
  private void patch(int at, int target) {
    int distance = target - at;
    for (int i = 0; i < 4; i++) {
      out[at + i] = (byte) (distance >>> (8 * i));
    }
  }

  /// A table with so many fields of eight bytes, its list of fields right before it.
  private int table(int fields) {
    int vtable = end;
    put(2, 4 + 2L * fields);
    put(2, 4 + 8L * fields);
    for (int i = 0; i < fields; i++) {
      put(2, 4 + 8L * i);
    }
    int start = end;
    put(4, start - vtable);
    for (int i = 0; i < fields; i++) {
      put(8, 0);
    }
    return start;
  }

  private void number(int table, int field, long value) {
    for (int i = 0; i < 8; i++) {
      out[table + 4 + 8 * field + i] = (byte) (value >>> (8 * i));
    }
  }

  private void text(int table, int field, String text) {
    patch(table + 4 + 8 * field, string(text));
  }

  private int string(String text) {
    int at = end;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(4, bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, out, end, bytes.length);
    end += bytes.length;
    return at;
  }

  private int child(int table, int field, int fields) {
    int made = table(fields);
    patch(table + 4 + 8 * field, made);
    return made;
  }

  private int vector(int table, int field, int count) {
    patch(table + 4 + 8 * field, end);
    put(4, count);
    int items = end;
    room(4 * count);
    end += 4 * count;
    return items;
  }
}
