package dev.assay.format.zip;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.Inflating;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of an archive, little-endian, with a place that only moves forward.
final class ZipSource {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_DESCRIPTOR = 24;

  /// `P`, with which every mark begins, in each byte.
  private static final long MARKS = 0x5050_5050_5050_5050L;

  private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private final InputStream in;
  private final ZipBudget budget;
  private final boolean isOutermost;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer words = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  private int position;
  private int end;
  private long before;

  ZipSource(InputStream in, ZipBudget budget, boolean isOutermost) {
    this.in = in;
    this.budget = budget;
    this.isOutermost = isOutermost;
  }

  ZipBudget budget() {
    return budget;
  }

  /// The offset of the next byte.
  long offset() {
    return before + position;
  }

  private boolean fill() throws IOException {
    if (position == end) {
      before += end;
      position = 0;
      end = 0;
    } else if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, end - position);
      before += position;
      end -= position;
      position = 0;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count > 0) {
      end += count;
      if (isOutermost) {
        budget.packed(count);
      }
    }
    return count > 0;
  }

  /// Makes that many of the next bytes visible to `peek`.
  ///
  /// @return whether there are so many
  boolean has(int bytes) throws IOException {
    while (end - position < bytes) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /// The same, where there must be so many.
  void need(int bytes) throws IOException {
    if (!has(bytes)) {
      throw cutOff();
    }
  }

  InputFailure cutOff() {
    return new InputFailure("the archive is cut off at byte " + (before + end));
  }

  int peek16(int at) {
    return (buffer[position + at] & 0xff) | (buffer[position + at + 1] & 0xff) << 8;
  }

  int peek32(int at) {
    return peek16(at) | peek16(at + 2) << 16;
  }

  long peekLong32(int at) {
    return peek32(at) & 0xffff_ffffL;
  }

  long peek64(int at) {
    return peekLong32(at) | peekLong32(at + 4) << 32;
  }

  /// Takes bytes, at most a few ten thousand.
  byte[] take(int bytes) throws IOException {
    need(bytes);
    byte[] taken = Arrays.copyOfRange(buffer, position, position + bytes);
    position += bytes;
    return taken;
  }

  void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int step = (int) Math.min(left, end - position);
      position += step;
      left -= step;
      if (left > 0 && !fill()) {
        throw cutOff();
      }
    }
  }

  /// Goes on to the next place where `PK` and one of these two bytes stand; to the end where there
  /// is none.
  boolean seek() throws IOException {
    while (has(4)) {
      int signature = peek32(0);
      if (signature == ZipStream.LOCAL
          || signature == ZipStream.CENTRAL
          || signature == ZipStream.END) {
        return true;
      }
      position++;
    }
    position = end;
    return false;
  }

  /// Goes to the descriptor behind data of unknown length without unpacking the data: the place
  /// from which a descriptor gives the length so far. One without signature is known by the header
  /// that follows it.
  void seekDescriptor() throws IOException {
    long start = offset();
    int at = position;
    while (true) {
      // All that is packed is searched, so eight bytes are looked at together: `mark` is not zero
      // where one of them is `P`, and its lowest bit belongs to the first of them.
      for (int last = end - 16; at <= last; ) {
        long others = words.getLong(at) ^ MARKS;
        long mark = (others - LOWEST_BITS) & ~others & HIGHEST_BITS;
        if (mark == 0) {
          at += Long.BYTES;
          continue;
        }
        at += Long.numberOfTrailingZeros(mark) / Byte.SIZE;
        if (at <= last) {
          if (buffer[at + 1] == 'K' && endsData(at, start)) {
            return;
          }
          at++;
        }
      }
      // A header may show that what lies up to this many bytes before it was a descriptor.
      position = Math.max(position, at - MAX_DESCRIPTOR);
      int ahead = at - position;
      if (!fill()) {
        throw cutOff();
      }
      at = position + ahead;
    }
  }

  private boolean endsData(int at, long start) {
    int signature = peek32(at - position);
    if (signature == ZipStream.DESCRIPTOR) {
      return isLength(at, 8, start);
    }
    boolean isHeader = signature == ZipStream.LOCAL || signature == ZipStream.CENTRAL;
    return isHeader && (isLength(at - 12, 4, start) || isLength(at - 20, 4, start));
  }

  /// Whether a descriptor lies there, and leaves the source on it if so.
  private boolean isLength(int at, int sizes, long start) {
    if (at < position) {
      return false;
    }
    long used = before + at - start;
    boolean isSo = peekLong32(at + sizes - position) == (used & 0xffff_ffffL);
    position = isSo ? at : position;
    return isSo;
  }

  int read(byte[] out, int offset, int length) throws IOException {
    if (position == end && !fill()) {
      throw cutOff();
    }
    int count = Math.min(length, end - position);
    System.arraycopy(buffer, position, out, offset, count);
    position += count;
    return count;
  }

  /// Inflates some bytes; 0 where the inflater is done.
  int inflate(Inflating inflating, byte[] out, int offset, int length) throws IOException {
    while (true) {
      int count = unpack(inflating, out, offset, length);
      if (count > 0 || inflating.isFinished()) {
        return count;
      }
      if (position == end && !fill()) {
        throw cutOff();
      }
      // The inflater gets a byte range and gives back what lies behind its end in `giveBack`.
      inflating.input(buffer, position, end - position);
      position = end;
    }
  }

  private int unpack(Inflating inflating, byte[] out, int offset, int length) {
    try {
      return inflating.inflate(out, offset, length);
    } catch (InputFailure _) {
      throw new InputFailure("damaged data before byte " + offset());
    }
  }

  /// Takes back what a finished inflater did not use.
  void giveBack(Inflating inflating) {
    position -= inflating.remaining();
  }
}
