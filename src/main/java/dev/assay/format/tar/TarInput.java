package dev.assay.format.tar;

import java.io.IOException;
import java.io.InputStream;

/// Large buffers in front of the archive, so that skipping content costs no copy. They take turns:
/// the stream may go on looking at the bytes of its last reads (`TarReader.READS_KEPT`).
final class TarInput {
  private static final int BUFFER_BYTES = 64 << 10;
  private final InputStream in;
  private final byte[][] buffers = new byte[TarReader.READS_KEPT + 1][BUFFER_BYTES];
  private int turn;

  /// The one whose turn it is.
  byte[] buffer = buffers[0];

  private int position;
  private int end;
  private long before;

  TarInput(InputStream in) {
    this.in = in;
  }

  long offset() {
    return before + position;
  }

  /// Where in `buffer` the next byte is; `has` may change both.
  int position() {
    return position;
  }

  /// Whether that many bytes follow, at most the buffer's; then they are in the buffer.
  boolean has(int count) throws IOException {
    while (end - position < count) {
      byte[] left = buffer;
      buffer = next();
      System.arraycopy(left, position, buffer, 0, end - position);
      before += position;
      end -= position;
      position = 0;
      int read = in.read(buffer, end, buffer.length - end);
      if (read <= 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  private byte[] next() {
    turn = (turn + 1) % buffers.length;
    return buffers[turn];
  }

  void consume(int count) {
    position += count;
  }

  /// Consumes the block that is in the buffer if it is all zeros.
  boolean skipZeroBlock() {
    for (int i = position; i < position + TarHeader.BYTES; i++) {
      if (buffer[i] != 0) {
        return false;
      }
    }
    position += TarHeader.BYTES;
    return true;
  }

  /// Skips what is in the buffer, refilled where it is empty.
  ///
  /// @return how many bytes, 0 at the end
  long skipSome(long most) throws IOException {
    if (position == end && !refill()) {
      return 0;
    }
    int count = (int) Math.min(most, end - position);
    position += count;
    return count;
  }

  int read(byte[] out, int offset, int length) throws IOException {
    if (position == end && !refill()) {
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(buffer, position, out, offset, count);
    position += count;
    return count;
  }

  private boolean refill() throws IOException {
    before += end;
    position = 0;
    end = 0;
    buffer = next();
    int read = in.read(buffer, 0, buffer.length);
    if (read <= 0) {
      return false;
    }
    end = read;
    return true;
  }
}
