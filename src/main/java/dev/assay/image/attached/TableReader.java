package dev.assay.image.attached;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;

/// Reads what `TableWriter` wrote.
final class TableReader {
  /// No honest inventory has more, unpacked.
  private static final int MAX_BYTES = 16 << 20;

  private final ByteBuffer in;

  private TableReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /// @throws IOException where it is of another version, damaged, or too long
  static TableReader of(byte[] packed) throws IOException {
    int head = TableWriter.MAGIC.length;
    if (packed.length < head || !Arrays.equals(packed, 0, head, TableWriter.MAGIC, 0, head)) {
      throw new IOException("it has the format of another version");
    }
    var content = new ByteArrayInputStream(packed, head, packed.length - head);
    try (InputStream unpacking = new InflaterInputStream(content)) {
      byte[] bytes = unpacking.readNBytes(MAX_BYTES);
      if (unpacking.read() >= 0) {
        throw new IOException("it has more than " + MAX_BYTES + " bytes");
      }
      return new TableReader(bytes);
    }
  }

  long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (!in.hasRemaining()) {
        throw new EOFException("damaged: it ends too soon");
      }
      byte b = in.get();
      number |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new IOException("damaged: a number without end");
  }

  /// A number of things, each of which takes at least a byte of what follows.
  int count() throws IOException {
    long count = number();
    if (count > in.remaining()) {
      throw new EOFException("damaged: it ends too soon");
    }
    return (int) count;
  }

  List<String> texts(int count) throws IOException {
    return TextColumn.read(in, count);
  }
}
