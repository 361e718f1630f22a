package dev.assay.net;

import java.io.IOException;
import java.io.InputStream;

/// Bytes that come in runs: who reads runs need not say how one byte is read.
abstract class BulkInput extends InputStream {
  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] out, int offset, int length) throws IOException;
}
