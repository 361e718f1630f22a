package dev.assay.format.tar;

import dev.assay.format.bytes.Lending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A large buffer in front of the archive, so that skipping content costs no copy; where the stream
/// lends its own, not even one into that.
final class TarInput {
  private static final int BUFFER_BYTES = 64 << 10;
  private final InputStream in;
  private final byte[] own = new byte[BUFFER_BYTES];

  /// The one that is in use.
  byte[] buffer = own;

  private int position;
  private int end;

  /// Where in the archive the buffer's first byte would be.
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
      boolean isMore = position == end ? refill() : append(count);
      if (!isMore) {
        return false;
      }
    }
    return true;
  }

  /// Puts together what lies in two stretches.
  private boolean append(int count) throws IOException {
    int left = end - position;
    System.arraycopy(buffer, position, own, 0, left);
    buffer = own;
    before += position;
    position = 0;
    end = left;
    // What is lent later should be whole.
    int wanted = canLend() ? count : own.length;
    int read = in.read(own, left, wanted - left);
    end += Math.max(0, read);
    return read > 0;
  }

  private boolean canLend() {
    return in instanceof Lending lending && lending.canLend();
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
    if (in instanceof Lending lending && lending.canLend()) {
      Optional<ByteBuffer> lent = lending.lend();
      lent.ifPresent(this::use);
      return lent.isPresent();
    }
    buffer = own;
    int read = in.read(own, 0, own.length);
    end = Math.max(0, read);
    return read > 0;
  }

  private void use(ByteBuffer lent) {
    buffer = lent.array();
    position = lent.arrayOffset() + lent.position();
    end = position + lent.remaining();
    before -= position;
  }
}
