package dev.assay.model;

/// SHA-256 of what is short. The JDK's is the faster one for all that is long, but brings 30 ms of
/// CPU time along: of security providers, of a compiler that is not needed otherwise. That is a
/// tenth of a scan of what is known, which hashes a manifest and the names of packages.
///
/// Source: FIPS 180-4
final class Sha256 {
  /// Up to so many bytes this is faster.
  static final int SHORT_BYTES = 16 << 10;

  private static final int BLOCK_BYTES = 64;
  private static final int LENGTH_BYTES = 8;
  private static final int HASH_BYTES = 32;
  private static final int ROUNDS = 64;
  private static final int WORDS = 16;

  /// Of the cube roots of the first 64 primes, 32 bits behind the point.
  private static final int[] ADDED = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  /// Of the square roots of the first 8.
  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private final int[] hash = START.clone();
  private final int[] words = new int[ROUNDS];

  private Sha256() {}

  /// The 32 bytes for that content.
  static byte[] of(byte[] content) {
    var sha256 = new Sha256();
    int whole = content.length / BLOCK_BYTES * BLOCK_BYTES;
    for (int at = 0; at < whole; at += BLOCK_BYTES) {
      sha256.add(content, at);
    }
    int rest = content.length - whole;
    byte[] end = new byte[rest < BLOCK_BYTES - LENGTH_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES];
    System.arraycopy(content, whole, end, 0, rest);
    end[rest] = (byte) 0x80;
    put((int) ((long) content.length >>> 29), end, end.length - LENGTH_BYTES);
    put(content.length << 3, end, end.length - LENGTH_BYTES / 2);
    for (int at = 0; at < end.length; at += BLOCK_BYTES) {
      sha256.add(end, at);
    }
    byte[] bytes = new byte[HASH_BYTES];
    for (int i = 0; i < sha256.hash.length; i++) {
      put(sha256.hash[i], bytes, i * Integer.BYTES);
    }
    return bytes;
  }

  private static void put(int word, byte[] into, int at) {
    into[at] = (byte) (word >> 24);
    into[at + 1] = (byte) (word >> 16);
    into[at + 2] = (byte) (word >> 8);
    into[at + 3] = (byte) word;
  }

  /// One block.
  private void add(byte[] bytes, int from) {
    spread(bytes, from);
    int a = hash[0];
    int b = hash[1];
    int c = hash[2];
    int d = hash[3];
    int e = hash[4];
    int f = hash[5];
    int g = hash[6];
    int h = hash[7];
    for (int i = 0; i < ROUNDS; i++) {
      int sums = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      int more = h + sums + ((e & f) ^ (~e & g)) + ADDED[i] + words[i];
      int most = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + more;
      d = c;
      c = b;
      b = a;
      a = more + most;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
    hash[5] += f;
    hash[6] += g;
    hash[7] += h;
  }

  /// A word for each round, of the 16 of the block.
  private void spread(byte[] bytes, int from) {
    for (int i = 0; i < WORDS; i++) {
      int at = from + i * Integer.BYTES;
      words[i] =
          bytes[at] << 24
              | (bytes[at + 1] & 0xff) << 16
              | (bytes[at + 2] & 0xff) << 8
              | (bytes[at + 3] & 0xff);
    }
    for (int i = WORDS; i < ROUNDS; i++) {
      int low = words[i - 15];
      int high = words[i - 2];
      words[i] =
          words[i - 16]
              + (turn(low, 7) ^ turn(low, 18) ^ (low >>> 3))
              + words[i - 7]
              + (turn(high, 17) ^ turn(high, 19) ^ (high >>> 10));
    }
  }

  /// To the right. The JDK's own is one more call, and this runs before anything is compiled.
  private static int turn(int word, int bits) {
    return (word >>> bits) | (word << (32 - bits));
  }
}
