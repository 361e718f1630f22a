package dev.assay.format.deflate;

import dev.assay.failure.InputFailure;

/// Unpacks a stretch of deflate data that starts in the middle, with the help of what came before.
public final class Resume {
  private Resume() {}

  /// Unpacks exactly so many bytes.
  ///
  /// @param packed from the byte on in which the stretch starts
  /// @param firstBit how many low bits of the first byte belong to what came before
  /// @param window the unpacked bytes before it, at most 32 KiB; empty at the beginning of a file
  /// @param length how many bytes to unpack
  /// @throws InputFailure where the data is damaged, ends before, or refers to what is not known
  public static byte[] unpack(byte[] packed, int firstBit, byte[] window, int length) {
    var inflater = new BlockInflater(packed, firstBit, window, length);
    while (!inflater.isFull() && !inflater.isLast()) {
      inflater.block();
    }
    if (!inflater.isFull()) {
      throw new InputFailure("deflate data is damaged: it ends too early");
    }
    char[] out = inflater.output();
    int start = inflater.outputStart();
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char each = out[start + i];
      if (each >= BlockInflater.FIRST_MARKER) {
        throw new InputFailure("deflate data is damaged: it refers to what came before its start");
      }
      bytes[i] = (byte) each;
    }
    return bytes;
  }
}
