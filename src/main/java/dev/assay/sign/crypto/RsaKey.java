package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.util.List;

/// The numbers of an RSA key.
record RsaKey(BigInteger modulus, BigInteger exponent) {
  private static final int MAX_EXPONENT_BITS = 64;

  /// Reads an `RSAPublicKey`.
  ///
  /// Source: RFC 8017 appendix A.1.1
  ///
  /// @throws InputFailure where it is none
  static RsaKey read(byte[] pkcs1) {
    List<Der> numbers = Der.read(pkcs1).as(Der.SEQUENCE).items();
    if (numbers.size() != 2) {
      throw new InputFailure("it is an RSA key of " + numbers.size() + " numbers, not two");
    }
    BigInteger modulus = numbers.getFirst().integer();
    BigInteger exponent = numbers.getLast().integer();
    boolean isFit =
        modulus.signum() > 0
            && modulus.testBit(0)
            && exponent.compareTo(BigInteger.TWO) > 0
            && exponent.testBit(0)
            && exponent.bitLength() <= MAX_EXPONENT_BITS;
    if (!isFit) {
      throw new InputFailure("its modulus or exponent is none of an RSA key");
    }
    return new RsaKey(modulus, exponent);
  }
}
