package dev.assay.sign.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// RSA signatures over a digest.
///
/// Source: RFC 8017 sections 8.1.2, 8.2.2, 9.1.2, 9.2
final class RsaDigest {
  private RsaDigest() {}

  /// PKCS #1 v1.5.
  static boolean verifiesPkcs1(RsaKey key, byte[] digest, byte[] signature, Hash hash) {
    int length = (key.modulus().bitLength() + 7) / 8;
    byte[] opened = opened(key, signature, length);
    byte[] prefix =
        HexFormat.of()
            .parseHex(
                switch (hash) {
                  case SHA256 -> "3031300d060960864801650304020105000420";
                  case SHA384 -> "3041300d060960864801650304020205000430";
                  case SHA512 -> "3051300d060960864801650304020305000440";
                });
    int padding = length - 3 - prefix.length - digest.length;
    if (opened.length == 0 || padding < 8) {
      return false;
    }
    byte[] expected = new byte[length];
    expected[1] = 1;
    Arrays.fill(expected, 2, 2 + padding, (byte) 0xff);
    System.arraycopy(prefix, 0, expected, 3 + padding, prefix.length);
    System.arraycopy(digest, 0, expected, length - digest.length, digest.length);
    return MessageDigest.isEqual(expected, opened);
  }

  /// PSS with MGF1 of the same digest and a salt of the digest's length, as Go's default for
  /// signing (`PSSSaltLengthEqualsHash`) writes it.
  static boolean verifiesPss(RsaKey key, byte[] digest, byte[] signature, Hash hash) {
    int bits = key.modulus().bitLength() - 1;
    int length = (bits + 7) / 8;
    byte[] opened = opened(key, signature, length);
    int hashed = hash.sizeBytes();
    if (opened.length < 2 * hashed + 2 || opened[length - 1] != (byte) 0xbc) {
      return false;
    }
    byte[] masked = Arrays.copyOf(opened, length - hashed - 1);
    byte[] h = Arrays.copyOfRange(opened, length - hashed - 1, length - 1);
    int unused = 8 * length - bits;
    if ((masked[0] & 0xff) >>> (8 - unused) != 0) {
      return false;
    }
    byte[] block = unmasked(masked, h, hash);
    block[0] &= (byte) (0xff >>> unused);
    int zeros = block.length - hashed - 1;
    for (int i = 0; i < zeros; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    byte[] salt = Arrays.copyOfRange(block, zeros + 1, block.length);
    return block[zeros] == 1 && MessageDigest.isEqual(h, hash.of(new byte[8], digest, salt));
  }

  private static byte[] unmasked(byte[] masked, byte[] seed, Hash hash) {
    byte[] block = masked.clone();
    for (int at = 0, counter = 0; at < block.length; counter++) {
      byte[] number = {
        (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
      };
      for (byte mask : hash.of(seed, number)) {
        if (at < block.length) {
          block[at++] ^= mask;
        }
      }
    }
    return block;
  }

  /// The signature raised to the public exponent, in `length` bytes; empty where it is none.
  private static byte[] opened(RsaKey key, byte[] signature, int length) {
    BigInteger number = new BigInteger(1, signature);
    boolean isFit =
        signature.length == (key.modulus().bitLength() + 7) / 8
            && number.compareTo(key.modulus()) < 0;
    if (!isFit) {
      return new byte[0];
    }
    byte[] digits = number.modPow(key.exponent(), key.modulus()).toByteArray();
    int skip = digits[0] == 0 ? 1 : 0;
    if (digits.length - skip > length) {
      return new byte[0];
    }
    byte[] opened = new byte[length];
    System.arraycopy(digits, skip, opened, length - digits.length + skip, digits.length - skip);
    return opened;
  }
}
