package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The JDK's zlib.
public final class JdkInflating implements Inflating {
  private final Inflater inflater = new Inflater(true);

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void input(byte[] bytes, int offset, int length) {
    inflater.setInput(bytes, offset, length);
  }

  @Override
  public int inflate(byte[] out, int offset, int length) {
    try {
      int count = inflater.inflate(out, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new InputFailure("deflate data asks for a dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw new InputFailure("deflate data is damaged (" + e.getMessage() + ")");
    }
  }

  @Override
  public boolean isFinished() {
    return inflater.finished();
  }

  @Override
  public int remaining() {
    return inflater.getRemaining();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
