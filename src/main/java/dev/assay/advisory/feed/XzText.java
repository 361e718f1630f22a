package dev.assay.advisory.feed;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.XZInputStream;

/// The one place that names the xz library. Its jar is sealed: were its classes in the
/// ahead-of-time cache, the program would not start from another folder than the one it was built
/// in. So nothing that the cache is trained on may make the JVM load them, not even to verify a
/// caller.
final class XzText {
  private XzText() {}

  /// @param memoryKib the most that decoding may use
  static InputStream open(InputStream in, int memoryKib) throws IOException {
    return new XZInputStream(in, memoryKib);
  }
}
