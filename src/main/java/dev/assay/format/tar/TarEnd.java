package dev.assay.format.tar;

import dev.assay.failure.InputFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The entries at the end of an archive of which the beginning is not there, and of whose bytes
/// some are not known. A header is looked for from which on one follows the other, all of them
/// known and right by their checksums, up to the blocks of zeros that end the archive, and nothing
/// behind them. The first one found is not given: what stands before it, such as its real name, is
/// not known.
///
/// What is not noticed: an archive within the archive, whose last bytes are those of the last file.
public final class TarEnd {
  /// Headers that turn out to lead nowhere are those of archives within files.
  private static final int MAX_TRIALS = 256;

  private static final int BLOCK = TarHeader.BYTES;
  private static final int ALL_IN_ORDER = -1;
  private static final int MAGIC_AT = 257;
  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

  private final byte[] bytes;
  private final Knowledge known;
  private final List<Entry> entries = new ArrayList<>();

  private TarEnd(byte[] bytes, Knowledge known) {
    this.bytes = bytes;
    this.known = known;
  }

  /// Which bytes are known.
  @FunctionalInterface
  public interface Knowledge {
    /// Whether all of the bytes from one place to another are.
    boolean isKnown(int from, int to);
  }

  /// An entry.
  ///
  /// @param link target of a link as written, else empty
  /// @param offset of its content
  /// @param isWhole whether all of its content is known and stands there as it is
  public record Entry(
      String path, TarKind kind, String link, int offset, long sizeBytes, boolean isWhole) {}

  /// The entries in order; none where no such row of headers is found.
  public static List<Entry> read(byte[] bytes, Knowledge known) {
    return new TarEnd(bytes, known).search();
  }

  private List<Entry> search() {
    int from = 0;
    for (int trial = 0; trial < MAX_TRIALS; trial++) {
      int start = header(from);
      if (start < 0) {
        break;
      }
      entries.clear();
      int end = walk(start);
      if (end == ALL_IN_ORDER) {
        return List.copyOf(entries.subList(Math.min(1, entries.size()), entries.size()));
      }
      from = Math.max(start + 1, end); // all in between belongs to the same row
    }
    return List.of();
  }

  /// The next place with a header's magic and known bytes, negative where there is none.
  private int header(int from) {
    for (int at = from; at + BLOCK <= bytes.length; at++) {
      if (isMagic(at + MAGIC_AT) && known.isKnown(at, at + BLOCK)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isMagic(int at) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[at + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /// Goes from header to header.
  ///
  /// @return where that ends, or `ALL_IN_ORDER`
  private int walk(int start) {
    var tar = new TarReader(new ByteArrayInputStream(bytes, start, bytes.length - start));
    int behind = start;
    try {
      while (tar.next()) {
        int content = start + (int) tar.offset() + BLOCK;
        // Extended headers stand between the entry before and this one.
        if (!known.isKnown(behind, content)) {
          return behind + 1;
        }
        behind = note(tar, content);
        if (behind < 0) {
          return content;
        }
      }
    } catch (InputFailure e) {
      return Math.max(behind, start + (int) tar.offset());
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory does not break off
    }
    return isEnd(behind) ? ALL_IN_ORDER : behind;
  }

  /// @return where the next header may start, negative where that cannot be
  private int note(TarReader tar, int content) {
    long size = tar.kind() == TarKind.FILE ? tar.storedBytes() : 0;
    long end = content + size;
    if (end > bytes.length) {
      return -1;
    }
    boolean isWhole = tar.isPlain() && known.isKnown(content, (int) end);
    entries.add(new Entry(tar.path(), tar.kind(), tar.link(), content, tar.sizeBytes(), isWhole));
    return (int) (end + (-size & (BLOCK - 1)));
  }

  /// Whether there is nothing but zeros, two blocks at least.
  private boolean isEnd(int from) {
    if (bytes.length - from < 2 * BLOCK || !known.isKnown(from, bytes.length)) {
      return false;
    }
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
