package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/// Writes the parts of a record one after the other; `Unpacker` reads them back in that order.
final class Packer {
  private byte[] bytes = new byte[256];
  private int length;

  /// A whole number from 0, seven bits a byte, low ones first (LEB128).
  Packer number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    long rest = value;
    while (rest > 0x7f) {
      put((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
    return this;
  }

  /// Four bytes, little-endian.
  Packer fixed(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      put(value >>> shift);
    }
    return this;
  }

  /// Its length in bytes, then UTF-8.
  Packer text(String value) {
    return block(value.getBytes(UTF_8));
  }

  /// Their number, then each.
  Packer texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  /// Its length, then the bytes.
  Packer block(byte[] value) {
    number(value.length);
    return raw(value, 0, value.length);
  }

  /// The bytes alone.
  Packer raw(byte[] value, int from, int count) {
    ensure(count);
    System.arraycopy(value, from, bytes, length, count);
    length += count;
    return this;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /// The bytes written, without copying; valid until the next call.
  byte[] array() {
    return bytes;
  }

  void clear() {
    length = 0;
  }

  private void put(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
