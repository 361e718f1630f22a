package dev.assay.advisory.feed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how many bytes are read, each time some are. Closing it leaves the stream below open.
final class CountedStream extends FilterInputStream {
  private final LongConsumer counter;

  CountedStream(InputStream in, LongConsumer counter) {
    super(in);
    this.counter = counter;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      counter.accept(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      counter.accept(count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    // Skipped bytes count too, so that no limit is passed unseen.
    return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {}
}
