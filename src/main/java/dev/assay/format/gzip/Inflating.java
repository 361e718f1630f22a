package dev.assay.format.gzip;

import dev.assay.failure.InputFailure;

/// Unpacks raw deflate data piece by piece. Not safe for use from several threads.
///
/// Source: RFC 1951
public interface Inflating extends AutoCloseable {
  /// Starts on new data; input that was not consumed is forgotten.
  void reset();

  /// Gives it the next piece of data, which must stay as it is until it is consumed.
  void input(byte[] bytes, int offset, int length);

  /// Unpacks into the array.
  ///
  /// @return how many bytes were written, 0 where more input is needed or the data has ended
  /// @throws InputFailure where the data breaks the format
  int inflate(byte[] out, int offset, int length);

  /// Whether the data's last block has been unpacked.
  boolean isFinished();

  /// How many bytes of the last piece were not consumed.
  int remaining();

  /// Frees memory outside the heap.
  @Override
  void close();
}
