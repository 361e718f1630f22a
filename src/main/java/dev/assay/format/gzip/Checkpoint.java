package dev.assay.format.gzip;

import java.util.Arrays;

/// A place between two blocks of deflate data from which it can be unpacked without what lies
/// before.
public final class Checkpoint {
  /// So far back may data refer.
  public static final int WINDOW_BYTES = 32 << 10;

  private final long inputBits;
  private final long outputBytes;
  private final byte[] window;

  /// @param inputBits how many bits of the deflate data lie before it; a byte's first is its lowest
  /// @param outputBytes how many unpacked bytes lie before it
  /// @param window the last of them, at most `WINDOW_BYTES`; taken over
  /// @throws IllegalArgumentException where that cannot be
  public Checkpoint(long inputBits, long outputBytes, byte[] window) {
    if (inputBits < 0 || window.length > Math.min(outputBytes, WINDOW_BYTES)) {
      throw new IllegalArgumentException("no checkpoint");
    }
    this.inputBits = inputBits;
    this.outputBytes = outputBytes;
    this.window = window;
  }

  /// How many bits of the deflate data lie before it.
  public long inputBits() {
    return inputBits;
  }

  /// The first byte of the deflate data that is needed; the first `inputBits` modulo 8 bits of it
  /// are not.
  public long inputByte() {
    return inputBits >>> 3;
  }

  /// How many unpacked bytes lie before it.
  public long outputBytes() {
    return outputBytes;
  }

  /// The unpacked bytes before it, the last one last; not to be changed.
  public byte[] window() {
    return window;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && inputBits == that.inputBits
        && outputBytes == that.outputBytes
        && Arrays.equals(window, that.window);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inputBits) * 31 + Long.hashCode(outputBytes);
  }
}
