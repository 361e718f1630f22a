package dev.assay.advisory.db;

/// Which keys a partition may have. Most packages of an image have no advisory: a Bloom filter says
/// so for 99 of 100 without reading a block.
///
/// Ten bits a key; each key sets seven of them, those at `low + i * high` modulo the number of
/// bits, where `low` and `high` (made odd) are the halves of the key's 64-bit FNV-1a hash, mixed
/// once more.
///
/// Source: <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv> (FNV-1a), Kirsch and
/// Mitzenmacher, "Less Hashing, Same Performance" (two hashes make seven)
final class KeyFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int PROBES = 7;

  private final byte[] bits;

  /// @param bits as `bytes` gave them, at least one byte
  KeyFilter(byte[] bits) {
    this.bits = bits;
  }

  /// A filter of keys by their hashes.
  static KeyFilter of(long[] hashes, int count) {
    KeyFilter filter =
        new KeyFilter(new byte[Math.toIntExact(Math.ceilDiv((long) count * BITS_PER_KEY, 8) + 8)]);
    for (int i = 0; i < count; i++) {
      for (int probe = 0; probe < PROBES; probe++) {
        long bit = filter.bit(hashes[i], probe);
        filter.bits[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
      }
    }
    return filter;
  }

  static long hash(byte[] key) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : key) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }

  boolean mayHave(byte[] key) {
    long hash = hash(key);
    for (int probe = 0; probe < PROBES; probe++) {
      long bit = bit(hash, probe);
      if ((bits[(int) (bit >>> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  private long bit(long hash, int probe) {
    int step = (int) (hash >>> 32) | 1;
    return Integer.toUnsignedLong((int) hash + probe * step) % (bits.length * 8L);
  }

  byte[] bytes() {
    return bits;
  }
}
