package dev.assay.format.zip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.Inflating;
import dev.assay.format.gzip.Inflation;
import dev.assay.format.gzip.JdkInflating;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The files of a zip archive in one pass, from the header before each; nothing is held but a
/// window. Sizes that stand behind the data, archives behind a start script, archives in archives
/// and 64-bit sizes are understood. The directory at the end must be there and list as many files.
///
/// ```
/// local header  PK 3 4, version 2, flags 2, method 2, time 4, crc 4, packed 4, size 4,
///               name length 2, extra length 2, name, extra; then the data
/// descriptor    [PK 7 8] crc 4, packed 4 or 8, size 4 or 8        where flag 3 says so
/// directory     PK 1 2 … a header each; then PK 5 6, the end
/// ```
///
/// Every error is an `InputFailure`: the archive is damaged or over a limit, and what was read so
/// far stands. Source: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
public final class ZipStream implements AutoCloseable {
  static final int LOCAL = 0x04034b50;
  static final int CENTRAL = 0x02014b50;
  static final int END = 0x06054b50;
  static final int DESCRIPTOR = 0x08074b50;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final long UNKNOWN_32 = 0xffff_ffffL;

  /// From here on, the faster inflater makes up for what it costs to begin a file with it.
  private static final int LARGE_BYTES = 64 << 10;

  private final ZipSource source;
  private final Inflating small = new JdkInflating();
  private Optional<Inflating> large = Optional.empty();
  private Inflating inflating = small;
  private final byte[] dropped = new byte[8192];
  private String name = "";
  private int flags;
  private int method;
  private long packed;
  private long dataStart;
  private long read;
  private boolean isOpen;
  private boolean isBegun;
  private boolean isDone;
  private long files;

  private ZipStream(InputStream in, ZipBudget budget, boolean isOutermost) {
    source = new ZipSource(in, budget, isOutermost);
  }

  /// An archive that is a file of its own; the caller closes the stream below.
  public static ZipStream of(InputStream in) {
    return new ZipStream(in, new ZipBudget(), true);
  }

  /// An archive in the current entry; it takes part in this one's budget.
  ///
  /// @param content the entry's
  public ZipStream nested(InputStream content) {
    return new ZipStream(content, source.budget(), false);
  }

  /// Goes to the next file.
  ///
  /// @return whether there is one; where there is none the directory was checked
  /// @throws InputFailure where the archive is damaged
  /// @throws IOException where the bytes do not arrive
  public boolean next() throws IOException {
    closeEntry();
    isDone |= files == 0 && !source.has(1); // an empty file holds a place for something
    while (!isDone) {
      if (!source.seek()) {
        throw files == 0 ? new InputFailure("it is no zip archive") : source.cutOff();
      }
      if (source.peek32(0) != LOCAL) {
        isDone = true;
        directory();
      } else {
        header();
        return true;
      }
    }
    return false;
  }

  private void header() throws IOException {
    source.need(30);
    flags = source.peek16(6);
    method = source.peek16(8);
    packed = source.peekLong32(18);
    long size = source.peekLong32(22);
    int nameLength = source.peek16(26);
    int extraLength = source.peek16(28);
    source.skip(30);
    name = new String(source.take(nameLength), UTF_8);
    if (packed == UNKNOWN_32) {
      packed64(extraLength, size == UNKNOWN_32);
    } else {
      source.skip(extraLength);
    }
    dataStart = source.offset();
    read = 0;
    isOpen = true;
    isBegun = false;
    files++;
  }

  private Inflating large() {
    Inflating fastest = large.orElseGet(() -> Inflation.fastest(-1).start());
    large = Optional.of(fastest);
    return fastest;
  }

  /// The packed size from the 64-bit extra field.
  private void packed64(int extraLength, boolean hasSize) throws IOException {
    source.need(extraLength);
    int at = 0;
    boolean isFound = false;
    while (at + 4 <= extraLength && !isFound) {
      int length = source.peek16(at + 2);
      int value = at + 4 + (hasSize ? 8 : 0);
      isFound = source.peek16(at) == 1 && value + 8 <= Math.min(extraLength, at + 4 + length);
      if (isFound) {
        packed = source.peek64(value);
      }
      at += 4 + length;
    }
    if (!isFound || packed < 0) {
      throw new InputFailure("a file without its size before byte " + source.offset());
    }
    source.skip(extraLength);
  }

  /// How many files there were so far.
  public long files() {
    return files;
  }

  /// The current file's path as the archive has it.
  public String name() {
    return name;
  }

  private boolean hasDescriptor() {
    return (flags & 8) != 0;
  }

  /// Whether the current file's content can be had: it is neither encrypted nor packed in a way
  /// that Java archives do not know.
  public boolean isReadable() {
    return (flags & 1) == 0 && (method == DEFLATED || method == STORED);
  }

  /// The current file's content, until `next` is called. Reading throws an `InputFailure` where it
  /// is damaged or unpacks to too much.
  public InputStream content() {
    if (!isReadable()) {
      throw new InputFailure("`" + name + "` is encrypted or packed in an unknown way");
    }
    return new InputStream() {
      private final byte[] one = new byte[1];

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] out, int offset, int length) throws IOException {
        return length == 0 ? 0 : content(out, offset, length);
      }
    };
  }

  private int content(byte[] out, int offset, int length) throws IOException {
    if (!isOpen) {
      return -1;
    }
    int count;
    if (method == DEFLATED && !isBegun) {
      inflating = packed >= LARGE_BYTES ? large() : small;
      inflating.reset();
      isBegun = true;
    }
    if (method == STORED) {
      sizeMustBeKnown();
      long left = packed - read;
      count = left <= 0 ? 0 : source.read(out, offset, (int) Math.min(length, left));
    } else {
      count = inflating.isFinished() ? 0 : source.inflate(inflating, out, offset, length);
    }
    if (count <= 0) {
      return -1;
    }
    read += count;
    source.budget().unpacked(count);
    return count;
  }

  private void sizeMustBeKnown() {
    if (hasDescriptor() && packed == 0) {
      throw new InputFailure("`" + name + "` does not say where it ends");
    }
  }

  private void closeEntry() throws IOException {
    if (!isOpen) {
      return;
    }
    if (isBegun) {
      while (content(dropped, 0, dropped.length) > 0) {
        // The rest of what somebody began to read.
      }
      source.giveBack(inflating);
    } else if (hasDescriptor() && packed == 0) {
      source.seekDescriptor();
    } else {
      source.skip(packed - (method == STORED ? read : 0));
    }
    isOpen = false;
    long used = source.offset() - dataStart;
    if (hasDescriptor()) {
      descriptor(used);
    } else if (used != packed) {
      throw new InputFailure("`" + name + "` is longer or shorter than its header says");
    }
  }

  /// Passes over the sizes behind the data. They are signed (16 or 24 bytes) or not (12 or 20), and
  /// of 4 or 8 bytes each.
  private void descriptor(long used) throws IOException {
    for (int bytes : new int[] {16, 24, 12, 20}) {
      boolean isSigned = bytes % 8 == 0;
      int sizes = isSigned ? 8 : 4;
      boolean isLong = bytes - sizes == 16;
      if (source.has(bytes) && (!isSigned || source.peek32(0) == DESCRIPTOR)) {
        long first = isLong ? source.peek64(sizes) : source.peekLong32(sizes);
        if (first == (isLong ? used : used & UNKNOWN_32)) {
          source.skip(bytes);
          return;
        }
      }
    }
    throw new InputFailure("`" + name + "` is longer or shorter than the sizes behind it say");
  }

  private void directory() throws IOException {
    long listed = 0;
    while (source.has(4) && source.peek32(0) == CENTRAL) {
      source.need(46);
      int more = source.peek16(28) + source.peek16(30) + source.peek16(32);
      source.skip(46L + more);
      listed++;
    }
    if (!source.seek() || source.peek32(0) != END) {
      throw source.cutOff();
    }
    if (listed != files) {
      throw new InputFailure("its directory lists " + listed + " files, it has " + files);
    }
  }

  /// Frees the inflaters' memory; the stream below stays open.
  @Override
  public void close() {
    small.close();
    large.ifPresent(Inflating::close);
  }
}
