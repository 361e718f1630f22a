package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An archive's bytes as they come out of the decompressor, up to the limit for all of an image's
/// layers, and no more than so many times what went in.
final class BoundedUnpacking extends FilterInputStream {
  /// An archive may always become this large: small ones compress well.
  private static final long RATIO_FREE_BYTES = 256L << 20;

  private final Limits limits;
  private final CountedBytes packed;
  private long count;

  BoundedUnpacking(InputStream unpacked, CountedBytes packed, Limits limits) {
    super(unpacked);
    this.packed = packed;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int read = in.read(out, offset, length);
    if (read > 0) {
      count += read;
      check(Limit.IMAGE_BYTES, count > limits.of(Limit.IMAGE_BYTES));
      check(
          Limit.LAYER_RATIO,
          count > RATIO_FREE_BYTES
              && count / limits.of(Limit.LAYER_RATIO) > Math.max(1, packed.count()));
    }
    return read;
  }

  private void check(Limit limit, boolean isPassed) {
    if (isPassed) {
      String unit = limit == Limit.LAYER_RATIO ? " times as large" : " bytes";
      throw new InputFailure(
          "unpacked it is more than " + limits.of(limit) + unit + " (limit " + limit.word() + ")",
          limit.hint());
    }
  }
}
