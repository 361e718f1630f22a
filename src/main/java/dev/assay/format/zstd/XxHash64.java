package dev.assay.format.zstd;

/// XXH64 with seed 0, piece by piece.
///
/// Source: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private final byte[] open = new byte[STRIPE];
  private int openLength;
  private long length;
  private long a = 0x60EA27EEADC0B5D6L; // P1 + P2
  private long b = P2;
  private long c;
  private long d = -P1;

  void update(byte[] bytes, int offset, int count) {
    length += count;
    int at = offset;
    int end = offset + count;
    if (openLength > 0) {
      int some = Math.min(count, STRIPE - openLength);
      System.arraycopy(bytes, at, open, openLength, some);
      openLength += some;
      at += some;
      if (openLength < STRIPE) {
        return;
      }
      stripes(open, 0, STRIPE);
      openLength = 0;
    }
    int whole = end - at & -STRIPE;
    stripes(bytes, at, at + whole);
    openLength = end - at - whole;
    System.arraycopy(bytes, at + whole, open, 0, openLength);
  }

  private void stripes(byte[] bytes, int start, int end) {
    long w = a;
    long x = b;
    long y = c;
    long z = d;
    for (int at = start; at < end; at += STRIPE) {
      w = round(w, (long) Bits.LONG.get(bytes, at));
      x = round(x, (long) Bits.LONG.get(bytes, at + 8));
      y = round(y, (long) Bits.LONG.get(bytes, at + 16));
      z = round(z, (long) Bits.LONG.get(bytes, at + 24));
    }
    a = w;
    b = x;
    c = y;
    d = z;
  }

  private static long round(long state, long input) {
    return Long.rotateLeft(state + input * P2, 31) * P1;
  }

  private static long merge(long hash, long state) {
    return (hash ^ round(0, state)) * P1 + P4;
  }

  long digest() {
    long hash = P5;
    if (length >= STRIPE) {
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    }
    hash += length;
    int at = 0;
    for (; at + 8 <= openLength; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) Bits.LONG.get(open, at)), 27) * P1 + P4;
    }
    if (at + 4 <= openLength) {
      long word = 0;
      for (int i = 3; i >= 0; i--) {
        word = word << 8 | (open[at + i] & 0xff);
      }
      hash = Long.rotateLeft(hash ^ word * P1, 23) * P2 + P3;
      at += 4;
    }
    for (; at < openLength; at++) {
      hash = Long.rotateLeft(hash ^ (open[at] & 0xff) * P5, 11) * P1;
    }
    hash = (hash ^ hash >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }
}
