package dev.assay.image.peek;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.DeflateTail;
import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.JdkInflating;
import dev.assay.format.tar.TarEnd;
import dev.assay.format.tar.TarKind;
import dev.assay.format.tar.TarReader;
import dev.assay.image.index.Ranges;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Both ends of one layer.
///
/// @param head entries at its start, in order
/// @param tail entries at its end, in order
/// @param tailBytes how many of its last bytes were looked at
public record PeekedLayer(List<PeekedEntry> head, List<PeekedEntry> tail, int tailBytes) {
  /// Layers up to this size are read as a whole: hardly slower, and worth so much more.
  public static final long SMALL_BYTES = 4 << 20;

  private static final int HEAD_BYTES = 64 << 10;

  /// How much of the end is looked at, the more only where the less is not enough.
  private static final int[] TAIL_BYTES = {256 << 10, 1 << 20};

  /// What the head may unpack to: a hundred times as much is a bomb.
  private static final int MAX_HEAD_BYTES = 6 << 20;

  public PeekedLayer {
    head = List.copyOf(head);
    tail = List.copyOf(tail);
  }

  /// Fetches them.
  ///
  /// @param layer of more than `SMALL_BYTES`
  /// @param isWanted whether a path is worth a second look where not all of the file is known
  /// @throws InputFailure where it is not gzip
  /// @throws IOException where its bytes do not arrive, or no parts are given
  public static PeekedLayer of(Ranges layer, Predicate<String> isWanted) throws IOException {
    byte[] first = layer.read(0, HEAD_BYTES);
    if ((first[0] & 0xff) << 8 != (Gunzip.MAGIC & 0xff00)
        || (first[1] & 0xff) != (Gunzip.MAGIC & 0xff)) {
      throw new InputFailure("it is not compressed with gzip");
    }
    List<PeekedEntry> head = head(unpackedHead(first));
    byte[] last = new byte[0];
    List<PeekedEntry> tail = List.of();
    for (int bytes : TAIL_BYTES) {
      byte[] more = layer.read(layer.sizeBytes() - bytes, bytes - last.length);
      last = joined(more, last);
      tail = tail(last, head.size());
      if (!tail.isEmpty() && tail.stream().noneMatch(entry -> isCut(entry, isWanted))) {
        break;
      }
    }
    return new PeekedLayer(head, tail, last.length);
  }

  private static boolean isCut(PeekedEntry entry, Predicate<String> isWanted) {
    return entry.kind() == TarKind.FILE && entry.content().isEmpty() && isWanted.test(entry.path());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /// What was made of it, in a clause.
  public String text() {
    return "unverified: "
        + entries(head)
        + " in its first "
        + HEAD_BYTES / 1024
        + " KiB, "
        + entries(tail)
        + " in its last "
        + tailBytes / 1024
        + " KiB";
  }

  private static String entries(List<PeekedEntry> entries) {
    return entries.size() + (entries.size() == 1 ? " entry" : " entries");
  }

  /// As much as can be unpacked of it.
  private static byte[] unpackedHead(byte[] packed) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 << 10];
    try (var gunzip = new Gunzip(new ByteArrayInputStream(packed), new JdkInflating())) {
      for (int n = gunzip.read(buffer, 0, buffer.length);
          n >= 0 && out.size() < MAX_HEAD_BYTES;
          n = gunzip.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, n);
      }
    } catch (InputFailure e) {
      // It ends where it was cut, if not before: what came out until then is what counts.
    }
    return out.toByteArray();
  }

  private static List<PeekedEntry> head(byte[] bytes) throws IOException {
    var entries = new ArrayList<PeekedEntry>();
    try {
      var tar = new TarReader(new ByteArrayInputStream(bytes));
      while (tar.next()) {
        entries.add(entry(tar, entries.size(), bytes.length));
      }
    } catch (InputFailure e) {
      // So does the archive in it.
    }
    return entries;
  }

  private static PeekedEntry entry(TarReader tar, int order, int most) throws IOException {
    Optional<PeekedEntry.Content> content = Optional.empty();
    if (tar.kind() == TarKind.FILE && tar.sizeBytes() <= most) {
      content = content(tar);
    }
    return new PeekedEntry(tar.path(), tar.kind(), tar.link(), order, tar.sizeBytes(), content);
  }

  private static Optional<PeekedEntry.Content> content(TarReader tar) throws IOException {
    try (InputStream in = tar.content()) {
      byte[] content = in.readNBytes((int) tar.sizeBytes());
      return content.length == tar.sizeBytes()
          ? Optional.of(PeekedEntry.slice(content, 0, content.length))
          : Optional.empty();
    } catch (InputFailure e) {
      return Optional.empty(); // the file that lies across the end
    }
  }

  private static List<PeekedEntry> tail(byte[] packed, int firstOrder) {
    Optional<DeflateTail.Unpacked> unpacked = DeflateTail.unpack(packed);
    if (unpacked.isEmpty()) {
      return List.of();
    }
    var entries = new ArrayList<PeekedEntry>();
    byte[] bytes = unpacked.get().bytes();
    for (TarEnd.Entry entry : TarEnd.read(bytes, unpacked.get()::isKnown)) {
      Optional<PeekedEntry.Content> content =
          entry.isWhole() && entry.kind() == TarKind.FILE
              ? Optional.of(PeekedEntry.slice(bytes, entry.offset(), entry.sizeBytes()))
              : Optional.empty();
      entries.add(
          new PeekedEntry(
              entry.path(),
              entry.kind(),
              entry.link(),
              (long) firstOrder + entries.size(),
              entry.sizeBytes(),
              content));
    }
    return entries;
  }
}
