package dev.assay.format.tar;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;

/// Walks the entries of an archive. Between two calls of `next` the accessors describe the entry;
/// its content is skipped unless it is read. Damage is an `InputFailure` that names the offset in
/// the archive.
public final class TarReader {
  private final TarInput in;
  private TarHeader header = TarHeader.NONE;
  private long start;
  private long stored; // bytes of content still in the archive
  private int padding;
  private boolean atEnd;

  /// @param in the archive's bytes; stays open
  public TarReader(InputStream in) {
    this.in = new TarInput(in);
  }

  /// Goes to the next entry.
  ///
  /// @return false at the archive's end
  public boolean next() throws IOException {
    skipContent();
    var extensions = new TarExtensions();
    while (!atEnd) {
      start = in.offset();
      if (!in.has(TarHeader.BYTES)) {
        endWithoutMark(extensions);
      } else if (in.skipZeroBlock()) {
        endMark(extensions);
      } else {
        TarHeader read = TarHeader.parse(in, start);
        if (!extensions.take(read, in, start)) {
          header = extensions.apply(read, start);
          stored = header.storedBytes();
          padding = (int) (-stored & (TarHeader.BYTES - 1));
          return true;
        }
      }
    }
    return false;
  }

  private void endWithoutMark(TarExtensions extensions) throws IOException {
    if (in.has(1)) {
      throw damaged(start, "the archive ends within a header");
    }
    end(extensions);
  }

  private void endMark(TarExtensions extensions) throws IOException {
    if (in.has(TarHeader.BYTES) && !in.skipZeroBlock()) {
      throw damaged(start, "one block of zeros where an entry or the end should be");
    }
    end(extensions);
  }

  private void end(TarExtensions extensions) {
    if (!extensions.isEmpty()) {
      throw damaged(start, "an extended header without an entry after it");
    }
    atEnd = true;
  }

  /// Reads what follows the archive's end, so that a digest over the stream covers all of it.
  public void drain() throws IOException {
    long skipped;
    do {
      skipped = in.skipSome(Long.MAX_VALUE);
    } while (skipped > 0);
  }

  private void skipContent() throws IOException {
    while (stored > 0) {
      stored -= skipStored(stored);
    }
    // The last entry's padding may be missing.
    while (padding > 0 && in.has(1)) {
      padding -= (int) in.skipSome(padding);
    }
    padding = 0;
  }

  private long skipStored(long most) throws IOException {
    long count = in.skipSome(most);
    if (count == 0) {
      throw cut();
    }
    return count;
  }

  private InputFailure cut() {
    return damaged(start, "the entry's content is " + stored + " bytes longer than the archive");
  }

  /// Reads content as it is stored.
  int readStored(byte[] out, int offset, int length) throws IOException {
    if (stored == 0) {
      return -1;
    }
    int count = in.read(out, offset, (int) Math.min(length, stored));
    if (count <= 0) {
      throw cut();
    }
    stored -= count;
    return count;
  }

  /// Passes over content without a copy.
  long skipContent(long most) throws IOException {
    if (stored == 0) {
      return 0;
    }
    long count = skipStored(Math.min(most, stored));
    stored -= count;
    return count;
  }

  /// The entry's path as the archive has it.
  public String path() {
    return header.path();
  }

  /// What the entry is.
  public TarKind kind() {
    return header.kind();
  }

  /// The target of a symbolic or hard link as the archive has it, else empty.
  public String link() {
    return header.link();
  }

  /// The length of its content; of a sparse file, with its holes.
  public long sizeBytes() {
    return header.sizeBytes();
  }

  /// Whether its content stands in the archive as it is, without holes.
  boolean isPlain() {
    return header.sparse().isEmpty();
  }

  /// The length of its content in the archive.
  long storedBytes() {
    return header.storedBytes();
  }

  /// Where in the archive its header is.
  public long offset() {
    return start;
  }

  /// The content of the entry, a sparse file's holes filled with zeros. Ends to be valid with the
  /// next call of `next`.
  ///
  /// @throws InputFailure where a sparse file's map is damaged
  public InputStream content() throws IOException {
    InputStream plain = new TarContent(this);
    return header.sparse().isPresent()
        ? SparseContent.of(header.sparse().get(), plain, header, start)
        : plain;
  }

  static InputFailure damaged(long offset, String problem) {
    return new InputFailure("tar entry at byte " + offset + ": " + problem);
  }
}
