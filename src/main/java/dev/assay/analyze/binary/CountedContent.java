package dev.assay.analyze.binary;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Knows how much of a file was read or skipped.
final class CountedContent extends FilterInputStream {
  private long position;

  /// @param position where the content begins
  CountedContent(InputStream in, long position) {
    super(in);
    this.position = position;
  }

  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    position += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int count = super.read(out, offset, length);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long most) throws IOException {
    long skipped = super.skip(most);
    position += skipped;
    return skipped;
  }
}
