package dev.assay.image.attached;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes numbers and columns of texts one behind the other.
final class TableWriter {
  /// `ASAYINV` and the version: two were an entry of the analysis cache for each layer.
  static final byte[] MAGIC = {'A', 'S', 'A', 'Y', 'I', 'N', 'V', 3};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// At least 0, in groups of seven bits, the lowest first, each but the last with the high bit.
  void number(long number) {
    long left = number;
    while (left > 0x7f) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  void texts(List<String> texts) {
    TextColumn.write(texts, out);
  }

  byte[] packed() {
    var packed = new ByteArrayOutputStream();
    packed.writeBytes(MAGIC);
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (OutputStream deflating = new DeflaterOutputStream(packed, deflater)) {
      out.writeTo(deflating);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes every byte", e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }
}
