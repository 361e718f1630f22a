package dev.assay.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes zstd that packs nothing, frame by frame.
public final class ZstdBytes {
  private static final int MOST_BLOCK = 128 << 10;

  private ZstdBytes() {}

  /// A frame with that content, in blocks as they are.
  public static byte[] frame(byte[] content) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(little(4, 0xfd2fb528L));
    out.write(0xa0); // one segment, its length in four bytes
    out.writeBytes(little(4, content.length));
    int at = 0;
    do {
      int length = Math.min(MOST_BLOCK, content.length - at);
      boolean isLast = at + length == content.length;
      out.writeBytes(little(3, (long) length << 3 | (isLast ? 1 : 0)));
      out.write(content, at, length);
      at += length;
    } while (at < content.length);
    return out.toByteArray();
  }

  /// A frame to skip.
  public static byte[] skipped(byte[] content) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(little(4, 0x184d2a50L));
    out.writeBytes(little(4, content.length));
    out.writeBytes(content);
    return out.toByteArray();
  }

  /// A number, its lowest byte first.
  public static byte[] little(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(all, bytes);
  }
}
