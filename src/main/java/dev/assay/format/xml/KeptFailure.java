package dev.assay.format.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Remembers what went wrong under a parser that wraps it in its own exception.
final class KeptFailure extends FilterInputStream {
  private @Nullable IOException failure;

  KeptFailure(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    try {
      return super.read(out, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
