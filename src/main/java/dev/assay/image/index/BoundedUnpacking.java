package dev.assay.image.index;

import dev.assay.failure.InputFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Unpacks what is in memory, up to a bound.
final class BoundedUnpacking {
  private BoundedUnpacking() {}

  /// All that comes out; the stream stays open.
  ///
  /// @throws InputFailure where it is damaged, or more than `most` bytes
  static byte[] whole(InputStream unpacking, int most, String what) {
    try {
      byte[] bytes = unpacking.readNBytes(most);
      if (bytes.length == most && unpacking.read() >= 0) {
        throw new InputFailure(what + " unpacks to more than " + most + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not break off
    }
  }
}
