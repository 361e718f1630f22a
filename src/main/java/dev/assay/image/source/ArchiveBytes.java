package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.format.gzip.Gunzip;
import dev.assay.format.gzip.Inflation;
import dev.assay.format.tar.TarReader;
import dev.assay.format.zstd.Unzstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a file is, by its first bytes.
enum ArchiveBytes {
  EMPTY,
  TAR,
  GZIP,
  ZSTD,
  JSON,
  /// Compressed in a way that neither images nor their archives are.
  XZ_OR_BZIP2,
  OTHER;

  /// Enough to tell: a tar header.
  static final int HEAD_BYTES = 512;

  private static final int TAR_MAGIC = 257;

  /// Looks at the first `HEAD_BYTES` of a file, or all there are.
  static ArchiveBytes of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (startsWith(head, 0, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (startsWith(head, 0, 0x28, 0xb5, 0x2f, 0xfd)) {
      return ZSTD;
    }
    if (startsWith(head, TAR_MAGIC, 'u', 's', 't', 'a', 'r') || isOldTar(head)) {
      return TAR;
    }
    if (startsWith(head, 0, 0xfd, '7', 'z', 'X', 'Z', 0) || startsWith(head, 0, 'B', 'Z', 'h')) {
      return XZ_OR_BZIP2;
    }
    return isJson(head) ? JSON : OTHER;
  }

  private static boolean startsWith(byte[] head, int at, int... magic) {
    if (head.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[at + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// A header without the magic of later formats, but with its checksum; or the end of an empty
  /// archive.
  private static boolean isOldTar(byte[] head) {
    if (head.length < HEAD_BYTES) {
      return false;
    }
    try {
      new TarReader(new ByteArrayInputStream(head, 0, HEAD_BYTES)).next();
      return true;
    } catch (InputFailure | IOException e) {
      return false;
    }
  }

  private static boolean isJson(byte[] head) {
    for (byte b : head) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  boolean isCompressed() {
    return this == GZIP || this == ZSTD;
  }

  /// The bytes unpacked; the same stream where they are not compressed.
  InputStream unpack(InputStream in) throws IOException {
    return switch (this) {
      case GZIP -> new Gunzip(in, Inflation.fastest(-1).start());
      case ZSTD -> new Unzstd(in);
      case EMPTY, TAR, JSON, XZ_OR_BZIP2, OTHER -> in;
    };
  }

  /// The first bytes of a stream that supports marks; they are still to be read afterwards.
  static byte[] peek(InputStream in) throws IOException {
    in.mark(HEAD_BYTES);
    byte[] head = in.readNBytes(HEAD_BYTES);
    in.reset();
    return head;
  }
}
