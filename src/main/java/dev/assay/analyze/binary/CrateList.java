package dev.assay.analyze.binary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The list of crates as `cargo auditable` packs it: zlib over JSON that begins with `packages`.
///
/// Source: RFC 1950; <https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md>
final class CrateList {
  /// A thousand crates take 20 KB.
  static final int MAX_PACKED = 1 << 20;

  private static final int MAX_BYTES = 8 << 20;
  private static final byte[] BEGIN = "{\"packages\":".getBytes(StandardCharsets.US_ASCII);

  /// So many bytes of it unpack to how it begins: the codes of a block come first.
  private static final int ENOUGH_BYTES = 256;

  /// Where zlib says that it is Deflate with a window of 32 KiB.
  private static final int ZLIB = 0x78;

  private final byte[] json;
  private final boolean isWhole;

  private CrateList(byte[] json, boolean isWhole) {
    this.json = json;
    this.isWhole = isWhole;
  }

  /// What could be unpacked.
  byte[] json() {
    return json;
  }

  /// Whether that is all of it.
  boolean isWhole() {
    return isWhole;
  }

  /// Unpacked from the first bytes; what follows the list does not matter.
  static CrateList unpack(byte[] packed) {
    var out = new ByteArrayOutputStream();
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(packed);
      byte[] buffer = new byte[8 << 10];
      while (!inflater.finished() && out.size() <= MAX_BYTES) {
        int count = inflater.inflate(buffer);
        out.write(buffer, 0, count);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
      }
      boolean isWhole = inflater.finished() && out.size() <= MAX_BYTES;
      return new CrateList(out.toByteArray(), isWhole);
    } catch (DataFormatException e) {
      return new CrateList(out.toByteArray(), false);
    }
  }

  /// Whether it begins as such a list does.
  boolean looksLikeOne() {
    return json.length >= BEGIN.length
        && Arrays.equals(json, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
  }

  /// Whether zlib's two bytes of header are there.
  static boolean isZlib(byte[] bytes, int at) {
    return at + 2 <= bytes.length
        && bytes[at] == ZLIB
        && (ZLIB << 8 | (bytes[at + 1] & 0xff)) % 31 == 0;
  }

  /// The first place among the first bytes where one begins, or -1. A list whose first bytes are
  /// the last of these is not found.
  static int find(byte[] bytes, int count) {
    Inflater inflater = null;
    try {
      for (int i = 0; i + 3 <= count; i++) {
        if (bytes[i] == ZLIB && isZlib(bytes, i) && isPacked(bytes[i + 2])) {
          inflater = inflater == null ? new Inflater() : inflater;
          if (begins(inflater, bytes, i, count)) {
            return i;
          }
        }
      }
      return -1;
    } finally {
      if (inflater != null) {
        inflater.close();
      }
    }
  }

  /// Whether the first block of Deflate is one of the two kinds that make bytes fewer.
  private static boolean isPacked(byte block) {
    int kind = block >> 1 & 3;
    return kind == 1 || kind == 2;
  }

  private static boolean begins(Inflater inflater, byte[] bytes, int at, int count) {
    try {
      inflater.reset();
      inflater.setInput(bytes, at, Math.min(count - at, ENOUGH_BYTES));
      byte[] start = new byte[BEGIN.length];
      return inflater.inflate(start) == start.length && Arrays.equals(start, BEGIN);
    } catch (DataFormatException e) {
      return false;
    }
  }
}
