package dev.assay.format.tar;

import java.io.IOException;
import java.io.InputStream;

/// The stored bytes of the entry that a reader stands on.
final class TarContent extends InputStream {
  private final TarReader reader;
  private final byte[] one = new byte[1];

  TarContent(TarReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    return length == 0 ? 0 : reader.readStored(out, offset, length);
  }

  @Override
  public long skip(long most) throws IOException {
    return most <= 0 ? 0 : reader.skipContent(most);
  }
}
