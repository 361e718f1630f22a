package dev.assay.advisory.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// The files of a zip in one pass. The end record behind them must be there and must count as many
/// as were read: a zip that was cut off between two files is damaged, not shorter.
///
/// Source: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT> 4.3.14, 4.3.16
final class ZipEntries {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_BYTES = 22;
  private static final int TAIL_BYTES = 1 << 17;

  private ZipEntries() {}

  static void forEach(InputStream in, FeedInput.Reader reader) throws IOException {
    Tail tail = new Tail(in);
    ZipInputStream zip = new ZipInputStream(tail);
    long count = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      count++;
      if (!entry.isDirectory()) {
        reader.read(entry.getName(), zip);
      }
      zip.closeEntry();
    }
    tail.transferTo(OutputStream.nullOutputStream());
    long promised = promised(tail.last());
    if (promised != count) {
      throw new ZipException(
          promised < 0
              ? "the zip is cut off: it has no end record"
              : "the zip has " + count + " entries and promises " + promised);
    }
  }

  /// The number of entries in the end record, or -1 where there is none.
  private static long promised(byte[] last) {
    ByteBuffer bytes = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = last.length - END_BYTES; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        int count = bytes.getShort(at + 10) & 0xffff;
        return count == 0xffff ? promised64(bytes, at) : count;
      }
    }
    return -1;
  }

  private static long promised64(ByteBuffer bytes, int end) {
    for (int at = end - 56; at >= 0; at--) {
      if (bytes.getInt(at) == END_64) {
        return bytes.getLong(at + 32);
      }
    }
    return 0xffff;
  }

  /// Keeps the last bytes that went through.
  private static final class Tail extends FilterInputStream {
    private final byte[] ring = new byte[TAIL_BYTES];
    private long total;

    Tail(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value >= 0) {
        ring[(int) (total++ % TAIL_BYTES)] = (byte) value;
      }
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      for (int done = Math.max(0, count - TAIL_BYTES); done < count; ) {
        int at = (int) ((total + done) % TAIL_BYTES);
        int step = Math.min(count - done, TAIL_BYTES - at);
        System.arraycopy(buffer, offset + done, ring, at, step);
        done += step;
      }
      total += Math.max(0, count);
      return count;
    }

    byte[] last() {
      int length = (int) Math.min(total, TAIL_BYTES);
      byte[] last = new byte[length];
      for (int i = 0; i < length; i++) {
        last[i] = ring[(int) ((total - length + i) % TAIL_BYTES)];
      }
      return last;
    }
  }
}
