package dev.assay.format.tar;

import java.io.IOException;
import java.util.Map;

/// The extended headers before an entry: PAX records (type `x`), GNU long names (`L`) and links
/// (`K`). PAX headers for the whole archive (`g`) are skipped, as runtimes do, and with them
/// whatever stood before them: Go takes such a header for an entry of its own.
final class TarExtensions {
  /// No real name or record needs more; Go's reader has the same bound.
  private static final int MAX_BYTES = 1 << 20;

  private Map<String, String> records = Map.of();
  private String longPath = "";
  private String longLink = "";
  private boolean isEmpty = true;

  boolean isEmpty() {
    return isEmpty;
  }

  /// Whether the header is an extension, which is then read.
  boolean take(TarHeader header, TarInput in, long start) throws IOException {
    switch (header.type()) {
      case 'x' -> {
        byte[] content = content(header, in, start);
        records = PaxRecords.parse(content, start);
      }
      case 'g' -> {
        content(header, in, start);
        forget(); // belongs to no entry: the archive may end after it
        return true;
      }
      case 'L' -> longPath = text(content(header, in, start));
      case 'K' -> longLink = text(content(header, in, start));
      default -> {
        return false;
      }
    }
    isEmpty = false;
    return true;
  }

  private void forget() {
    records = Map.of();
    longPath = "";
    longLink = "";
    isEmpty = true;
  }

  private static String text(byte[] content) {
    return TarText.field(content, 0, content.length);
  }

  private static byte[] content(TarHeader header, TarInput in, long start) throws IOException {
    if (header.storedBytes() > MAX_BYTES) {
      throw TarReader.damaged(
          start,
          "an extended header of "
              + header.storedBytes()
              + " bytes, at most "
              + MAX_BYTES
              + " are read");
    }
    byte[] content = new byte[(int) header.storedBytes()];
    for (int done = 0; done < content.length; ) {
      int count = in.read(content, done, content.length - done);
      if (count <= 0) {
        throw TarReader.damaged(start, "the archive ends within an extended header");
      }
      done += count;
    }
    for (int padding = -content.length & (TarHeader.BYTES - 1); padding > 0; ) {
      int count = (int) in.skipSome(padding);
      padding = count == 0 ? 0 : padding - count;
    }
    return content;
  }

  /// The entry's header with all that was said before it. A sparse file's own name is the last
  /// word.
  TarHeader apply(TarHeader read, long start) {
    TarHeader header = read;
    if (!records.isEmpty()) {
      header = applyRecords(header, start);
    }
    if (!longPath.isEmpty()) {
      header = header.withPath(longPath);
    }
    if (!longLink.isEmpty()) {
      header = header.withLink(longLink);
    }
    header = header.settled();
    boolean mayBeSparse = header.kind() == TarKind.FILE && header.sparse().isEmpty();
    return mayBeSparse ? SparseMap.pax(header, records, start) : header;
  }

  private TarHeader applyRecords(TarHeader read, long start) {
    TarHeader header = read;
    String path = records.getOrDefault("path", "");
    if (!path.isEmpty()) {
      header = header.withPath(path);
    }
    String link = records.getOrDefault("linkpath", "");
    if (!link.isEmpty()) {
      header = header.withLink(link);
    }
    String size = records.getOrDefault("size", "");
    return size.isEmpty() ? header : header.withStored(PaxRecords.number(size, start));
  }
}
