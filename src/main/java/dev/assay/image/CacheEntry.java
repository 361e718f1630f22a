package dev.assay.image;

import dev.assay.model.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The bytes of one entry of an analysis cache, wherever it is kept, and its name. The layout is in
/// this package's description.
final class CacheEntry {
  private static final byte[] MAGIC = {'A', 'S', 'A', 'Y', 'I', 'N', 'V', 2};
  private static final int HASH_BYTES = 32;
  private static final int RUN_BYTES = 32 << 10;

  /// No honest entry is larger, packed or unpacked.
  static final int MAX_BYTES = 256 << 20;

  interface Writing {
    void write(DataOutputStream out) throws IOException;
  }

  interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  private CacheEntry() {}

  static String layer(Digest layer, Digest rules) {
    return name("layer", layer, rules);
  }

  static String image(Digest manifest, Digest rules) {
    return name("image", manifest, rules);
  }

  private static String name(String kind, Digest digest, Digest rules) {
    return kind + "-" + digest.hex() + "-" + rules.hex().substring(0, 16);
  }

  static byte[] pack(Writing writing) throws IOException {
    var packed = new ByteArrayOutputStream();
    // Most of a large entry is hashes, which no effort makes smaller.
    var deflater = new Deflater(Deflater.BEST_SPEED);
    // Each write to the deflater leaves Java: they are handed over in runs.
    try (var deflating = new DeflaterOutputStream(packed, deflater);
        var out = new DataOutputStream(new BufferedOutputStream(deflating, RUN_BYTES))) {
      writing.write(out);
    } finally {
      deflater.end();
    }
    byte[] content = packed.toByteArray();
    var entry = new ByteArrayOutputStream(MAGIC.length + HASH_BYTES + content.length);
    entry.writeBytes(MAGIC);
    entry.writeBytes(hasher().digest(content));
    entry.writeBytes(content);
    return entry.toByteArray();
  }

  /// @throws IOException where it is damaged, or of another version
  static <T> T unpack(byte[] entry, Reading<T> reading) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(unpack(entry)))) {
      return reading.read(in);
    }
  }

  private static MessageDigest hasher() {
    return Digest.sha256(new byte[0]).hasher();
  }

  private static byte[] unpack(byte[] entry) throws IOException {
    int head = MAGIC.length + HASH_BYTES;
    if (entry.length < head || !Arrays.equals(entry, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("another format");
    }
    MessageDigest hasher = hasher();
    hasher.update(entry, head, entry.length - head);
    if (!Arrays.equals(hasher.digest(), Arrays.copyOfRange(entry, MAGIC.length, head))) {
      throw new IOException("another checksum");
    }
    InputStream packed = new ByteArrayInputStream(entry, head, entry.length - head);
    try (var in = new InflaterInputStream(packed)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new IOException("too large");
      }
      return content;
    }
  }
}
