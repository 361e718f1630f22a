package dev.assay.image;

import java.io.IOException;
import java.io.InputStream;

/// A file's content of which the first bytes were taken already, to see what it is.
final class PrecededContent extends InputStream {
  private final byte[] first;
  private final InputStream rest;
  private int position;

  /// @param first not changed while the content is read
  PrecededContent(byte[] first, InputStream rest) {
    this.first = first;
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    return position < first.length ? first[position++] & 0xff : rest.read();
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (position == first.length) {
      return rest.read(out, offset, length);
    }
    int taken = Math.min(length, first.length - position);
    System.arraycopy(first, position, out, offset, taken);
    position += taken;
    return taken;
  }

  @Override
  public long skip(long most) throws IOException {
    if (position == first.length) {
      return rest.skip(most);
    }
    int skipped = Math.clamp(most, 0, first.length - position);
    position += skipped;
    return skipped;
  }
}
