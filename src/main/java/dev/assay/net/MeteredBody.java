package dev.assay.net;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that counts what arrives, notices when it breaks off early, and stops when time is up.
final class MeteredBody extends FilterInputStream {
  /// So much is read on close to keep the connection for the next request.
  private static final int DRAIN_BYTES = 32 << 10;

  private final RequestLog.Entry entry;
  private final Deadline deadline;
  private final long length;
  private long received;
  private boolean closed;

  /// @param length as announced, or -1
  MeteredBody(InputStream in, long length, RequestLog.Entry entry, Deadline deadline) {
    super(in);
    this.length = length;
    this.entry = entry;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int size) throws IOException {
    if (size == 0) {
      return 0;
    }
    deadline.check();
    long left = length < 0 ? size : length - received;
    if (left <= 0) {
      return -1;
    }
    int count = readSome(buffer, offset, (int) Math.min(size, left));
    if (count < 0) {
      if (length >= 0) {
        throw tooShort();
      }
      return -1;
    }
    received += count;
    entry.received(count);
    return count;
  }

  private int readSome(byte[] buffer, int offset, int size) throws IOException {
    try {
      return in.read(buffer, offset, size);
    } catch (IOException e) {
      // The JDK's word for the same; it does not say where.
      throw "Premature EOF".equals(e.getMessage()) ? tooShort() : e;
    }
  }

  private EOFException tooShort() {
    return new EOFException(
        "the connection was closed after "
            + received
            + (length < 0 ? "" : " of " + length)
            + " bytes");
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] scrap = new byte[(int) Math.min(count, 8192)];
    long skipped = 0;
    while (skipped < count) {
      int got = read(scrap, 0, (int) Math.min(scrap.length, count - skipped));
      if (got < 0) {
        break;
      }
      skipped += got;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (length >= 0 && length - received <= DRAIN_BYTES) {
      try {
        entry.received(in.readNBytes(DRAIN_BYTES).length);
      } catch (IOException e) {
        // What is drained is of no use to anyone, nor is the reason why it ended.
        in.close();
        return;
      }
    }
    in.close();
  }
}
