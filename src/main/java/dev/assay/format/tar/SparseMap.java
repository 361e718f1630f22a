package dev.assay.format.tar;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/// Where the stored pieces of a sparse file lie in it: offset, length, offset, length, … A map of
/// format 1.0 stands before the content and is read with it.
///
/// Source: <https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html>
final class SparseMap {
  /// More pieces than this are an attack on memory.
  static final int MAX_PIECES = 100_000;

  private static final int FIRST = 386;
  private static final int EXTENDED = 482;
  private static final int REAL_SIZE = 483;
  private static final int EXTENSION_PIECES = 21;
  private static final int EXTENSION_EXTENDED = 504;

  private final long[] pairs;
  private final boolean isInContent;

  private SparseMap(long[] pairs, boolean isInContent) {
    this.pairs = pairs;
    this.isInContent = isInContent;
  }

  /// The map in a header of type `S`, with its extension blocks, all of which are consumed.
  static TarHeader oldGnu(TarHeader header, TarInput in, long start) throws IOException {
    int at = in.position();
    long size = TarNumber.parse(in.buffer, at + REAL_SIZE, 12, start);
    var pairs = new long[64];
    int used = add(pairs, 0, in.buffer, at + FIRST, 4, start);
    boolean goesOn = in.buffer[at + EXTENDED] != 0;
    in.consume(TarHeader.BYTES);
    while (goesOn) {
      if (!in.has(TarHeader.BYTES)) {
        throw TarReader.damaged(start, "the archive ends within a sparse map");
      }
      at = in.position();
      if (used + 2 * EXTENSION_PIECES > pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * pairs.length);
      }
      used = add(pairs, used, in.buffer, at, EXTENSION_PIECES, start);
      goesOn = in.buffer[at + EXTENSION_EXTENDED] != 0;
      in.consume(TarHeader.BYTES);
      if (used > 2 * MAX_PIECES) {
        throw TarReader.damaged(start, "a sparse file of more than " + MAX_PIECES + " pieces");
      }
    }
    return header.withSparse(new SparseMap(Arrays.copyOf(pairs, used), false), size);
  }

  private static int add(long[] pairs, int used, byte[] block, int at, int pieces, long start) {
    int next = used;
    for (int i = 0; i < pieces && block[at + 24 * i] != 0; i++) {
      pairs[next++] = TarNumber.parse(block, at + 24 * i, 12, start);
      pairs[next++] = TarNumber.parse(block, at + 24 * i + 12, 12, start);
    }
    return next;
  }

  /// The header with the name, size and map that PAX records announce, if they do: of a version
  /// that runtimes know, or of none.
  static TarHeader pax(TarHeader header, Map<String, String> records, long start) {
    if (records.isEmpty()) {
      return header;
    }
    String map = records.getOrDefault("GNU.sparse.map", "");
    String version =
        records.getOrDefault("GNU.sparse.major", "")
            + "."
            + records.getOrDefault("GNU.sparse.minor", "");
    boolean isInContent = version.equals("1.0");
    boolean isListed =
        version.equals("0.0") || version.equals("0.1") || (version.equals(".") && !map.isEmpty());
    if (!isInContent && !isListed) {
      return header;
    }
    String name = records.getOrDefault("GNU.sparse.name", "");
    String size = records.getOrDefault("GNU.sparse.size", "");
    size = size.isEmpty() ? records.getOrDefault("GNU.sparse.realsize", "") : size;
    return (name.isEmpty() ? header : header.withPath(name))
        .withSparse(
            new SparseMap(isInContent ? new long[0] : pairs(map, start), isInContent),
            size.isEmpty() ? header.storedBytes() : PaxRecords.number(size, start));
  }

  private static long[] pairs(String map, long start) {
    if (map.isEmpty()) {
      return new long[0];
    }
    String[] numbers = map.split(",", -1);
    if (numbers.length % 2 != 0 || numbers.length > 2 * MAX_PIECES) {
      throw TarReader.damaged(start, "a malformed sparse map");
    }
    return Arrays.stream(numbers).mapToLong(n -> PaxRecords.number(n, start)).toArray();
  }

  /// Offsets and lengths; none where the map is in the content.
  long[] pairs() {
    return pairs;
  }

  /// Whether the map is still to be read from the content.
  boolean isInContent() {
    return isInContent;
  }
}
