package dev.assay.format.sqlite;

/// A number of one to nine bytes: seven bits of each, eight of the ninth, the highest first.
///
/// @param end after its last byte
record Varint(long value, int end) {
  /// @throws SqliteDamage where the bytes end within it
  static Varint read(byte[] bytes, int start) throws SqliteDamage {
    long value = 0;
    for (int i = 0; i < 9; i++) {
      if (start + i >= bytes.length) {
        throw new SqliteDamage("a number without an end");
      }
      int b = bytes[start + i] & 0xff;
      if (i == 8) {
        return new Varint(value << 8 | b, start + 9);
      }
      value = value << 7 | (b & 0x7f);
      if (b < 0x80) {
        return new Varint(value, start + i + 1);
      }
    }
    throw new IllegalStateException("nine bytes are the most");
  }
}
