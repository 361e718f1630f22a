package dev.assay.format.zstd;

import dev.assay.failure.InputFailure;
import java.util.Arrays;

/// What a frame has unpacked to so far, as far back as matches may reach. Grows with the content,
/// up to what the frame announces.
final class Window {
  /// Larger windows are refused; the same bound as the zstd program's.
  static final int MAX_BYTES = 128 << 20;

  /// Bytes behind the content that copies of whole words may spoil.
  static final int SLACK = 16;

  private static final int FIRST_BYTES = 512 << 10;
  private static final int COPIED_BYTES = 16 << 20;

  byte[] bytes = new byte[FIRST_BYTES + SLACK];

  /// Where the content in the buffer starts to be readable, and where it ends.
  int handedOut;

  int end;
  private int windowBytes;

  /// @param size how far back matches may reach
  void startFrame(long size) {
    if (size > MAX_BYTES) {
      throw new InputFailure(
          "it asks for a window of " + size + " bytes, at most " + MAX_BYTES + " are given");
    }
    windowBytes = (int) size;
    handedOut = 0;
    end = 0;
  }

  /// Makes room for a block; all content was handed out.
  void reserve(int blockBytes) {
    if (end + blockBytes + SLACK <= bytes.length) {
      return;
    }
    int keep = Math.min(end, windowBytes);
    long most = windowBytes + (long) Math.clamp(windowBytes / 2, FIRST_BYTES, 16 << 20);
    if (bytes.length < most) {
      // From here on a copy beside the original would be most of a small heap.
      long doubled = bytes.length < COPIED_BYTES ? 2L * bytes.length : most;
      long wanted = Math.max(doubled, (long) keep + blockBytes);
      grow((int) Math.min(most, wanted) + SLACK, keep);
    } else {
      System.arraycopy(bytes, end - keep, bytes, 0, keep);
    }
    end = keep;
    handedOut = keep;
  }

  private void grow(int size, int keep) {
    try {
      byte[] larger = new byte[size];
      System.arraycopy(bytes, end - keep, larger, 0, keep);
      bytes = larger;
    } catch (OutOfMemoryError e) {
      throw new InputFailure(
          "its window of " + windowBytes + " bytes does not fit into memory",
          "give the program more memory: ASSAY_JAVA_OPTS=-Xmx1g");
    }
  }

  void append(byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, end, length);
    end += length;
  }

  void repeat(byte value, int length) {
    Arrays.fill(bytes, end, end + length, value);
    end += length;
  }

  /// Copies literals; may spoil what is behind them.
  void literals(byte[] from, int at, int length) {
    if (length > 32) {
      System.arraycopy(from, at, bytes, end, length);
    } else {
      byte[] to = bytes;
      for (int i = 0; i < length; i += 8) {
        Bits.LONG.set(to, end + i, (long) Bits.LONG.get(from, at + i));
      }
    }
    end += length;
  }

  /// Copies what was unpacked before; may spoil what is behind it.
  void match(int offset, int length) {
    byte[] to = bytes;
    int from = end - offset;
    if (offset >= 8 && (length <= 64 || offset < length)) {
      for (int i = 0; i < length; i += 8) {
        Bits.LONG.set(to, end + i, (long) Bits.LONG.get(to, from + i));
      }
    } else if (offset >= length) {
      System.arraycopy(to, from, to, end, length);
    } else if (offset == 1) {
      Arrays.fill(to, end, end + length, to[from]);
    } else {
      for (int i = 0; i < length; i++) {
        to[end + i] = to[from + i];
      }
    }
    end += length;
  }
}
