package dev.assay.image;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A file's content on its way to an analyzer. Remembers what went wrong with the layer under it,
/// so that an analyzer cannot take that for a problem of the file.
final class WatchedContent extends InputStream {
  private final InputStream in;
  private final byte[] one = new byte[1];
  private long left;
  private long position;
  private @Nullable IOException notArrived;
  private @Nullable RuntimeException damaged;

  WatchedContent(InputStream in, long sizeBytes) {
    this.in = in;
    this.left = sizeBytes;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left <= 0) {
      return -1;
    }
    try {
      int count = in.read(out, offset, (int) Math.min(length, left));
      if (count > 0) {
        left -= count;
        position += count;
      }
      return count;
    } catch (IOException e) {
      notArrived = e;
      throw e;
    } catch (RuntimeException e) {
      damaged = e;
      throw e;
    }
  }

  @Override
  public long skip(long most) throws IOException {
    if (most <= 0 || left <= 0) {
      return 0;
    }
    try {
      long count = in.skip(Math.min(most, left));
      left -= count;
      position += count;
      return count;
    } catch (IOException e) {
      notArrived = e;
      throw e;
    } catch (RuntimeException e) {
      damaged = e;
      throw e;
    }
  }

  /// Bytes handed out so far, or skipped.
  long position() {
    return position;
  }

  /// Throws what went wrong under the content, if anything did.
  void rethrow() throws IOException {
    if (notArrived != null) {
      throw notArrived;
    }
    if (damaged != null) {
      throw damaged;
    }
  }
}
