package dev.assay.format.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A stream that may hand over what comes next where it lies: who skips most of it copies nothing.
public interface Lending {
  /// Whether `lend` may be asked now.
  boolean canLend();

  /// The next bytes, which count as read.
  ///
  /// @return at least one, in an array; left alone until more is asked of the stream. Empty at the
  ///   end
  Optional<ByteBuffer> lend() throws IOException;
}
