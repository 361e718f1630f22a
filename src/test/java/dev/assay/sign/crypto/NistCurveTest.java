package dev.assay.sign.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against Java's own check, which is of another make.
class NistCurveTest {
  private static final int SEED = 256;

  private static KeyPair pair(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] sign(KeyPair pair, byte[] digest) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("NONEwithECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(digest);
    return signature.sign();
  }

  private static boolean java(PublicKey key, byte[] digest, byte[] signature)
      throws GeneralSecurityException {
    Signature check = Signature.getInstance("NONEwithECDSA");
    check.initVerify(key);
    check.update(digest);
    try {
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }

  private static boolean ours(PublicKey key, byte[] digest, byte[] signature) {
    ECPublicKey ec = (ECPublicKey) key;
    return curve(ec).verifies(ec.getW(), digest, signature);
  }

  private static NistCurve curve(ECPublicKey key) {
    return NistCurve.ofOid(Der.read(key.getEncoded()).item(0).item(1).oid()).orElseThrow();
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    return Der.write(
        Der.SEQUENCE,
        Der.write(Der.INTEGER, r.toByteArray()),
        Der.write(Der.INTEGER, s.toByteArray()));
  }

  private static BigInteger[] numbers(byte[] signature) {
    Der document = Der.read(signature);
    return new BigInteger[] {document.item(0).integer(), document.item(1).integer()};
  }

  private static int digestSize(int i) {
    return List.of(32, 48, 64, 20).get(i % 4);
  }

  /// 1,000 signatures, each as it is, with one bit of it changed, with one of the digest, with its
  /// numbers swapped, and with another key.
  @ParameterizedTest
  @CsvSource({"secp256r1, 700", "secp384r1, 200", "secp521r1, 100"})
  void saysWhatJavaSaysOfGoodAndOfChangedSignatures(String curve, int count)
      throws GeneralSecurityException {
    Random random = new Random(SEED);
    KeyPair pair = pair(curve);
    for (int i = 0; i < count; i++) {
      PublicKey last = pair.getPublic();
      pair = i % 10 == 0 ? pair(curve) : pair;
      byte[] digest = new byte[digestSize(i)];
      random.nextBytes(digest);
      byte[] signature = sign(pair, digest);
      assertTrue(ours(pair.getPublic(), digest, signature), () -> HexFormat.of().formatHex(digest));
      byte[] changed = signature.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      String hex = HexFormat.of().formatHex(changed);
      boolean isGood = ours(pair.getPublic(), digest, changed);
      assertFalse(isGood && !java(pair.getPublic(), digest, changed), hex);
      byte[] other = digest.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
      assertEquals(
          java(pair.getPublic(), other, signature), ours(pair.getPublic(), other, signature), hex);
      BigInteger[] rs = numbers(signature);
      byte[] swapped = der(rs[1], rs[0]);
      assertEquals(
          java(pair.getPublic(), digest, swapped), ours(pair.getPublic(), digest, swapped), hex);
      assertEquals(last.equals(pair.getPublic()), ours(last, digest, signature), "another key");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void refusesNumbersOutOfRangeAndTakesBothHalvesOfS(String curve) throws GeneralSecurityException {
    KeyPair pair = pair(curve);
    PublicKey key = pair.getPublic();
    byte[] digest = Hash.SHA256.of("message".getBytes(StandardCharsets.US_ASCII));
    BigInteger[] rs = numbers(sign(pair, digest));
    ECParameterSpec numbers = ((ECPublicKey) key).getParams();
    BigInteger n = numbers.getOrder();
    BigInteger p = ((ECFieldFp) numbers.getCurve().getField()).getP();
    assertTrue(ours(key, digest, der(rs[0], rs[1])));
    assertTrue(ours(key, digest, der(rs[0], n.subtract(rs[1]))), "the other s");
    List<BigInteger> odd =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE.negate(),
            BigInteger.ONE,
            n.subtract(BigInteger.ONE),
            n,
            n.add(BigInteger.ONE),
            p,
            p.add(BigInteger.ONE),
            rs[0].add(n),
            rs[1].add(n),
            rs[0].subtract(n),
            rs[0].negate(),
            BigInteger.ONE.shiftLeft(600),
            BigInteger.ONE.shiftLeft(8 * 4096));
    for (BigInteger number : odd) {
      for (byte[] forged : List.of(der(number, rs[1]), der(rs[0], number), der(number, number))) {
        assertFalse(ours(key, digest, forged), number::toString);
        assertFalse(java(key, digest, forged), number::toString);
      }
    }
  }

  /// Of a digest of zeros, or r and s that cancel out, the sum is a multiple of one point alone, of
  /// two that are equal, or nothing at all.
  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void addsEqualAndOppositePoints(String curve) throws GeneralSecurityException {
    KeyPair any = pair(curve);
    ECParameterSpec numbers = ((ECPublicKey) any.getPublic()).getParams();
    BigInteger n = numbers.getOrder();
    ECPoint base = numbers.getGenerator();
    BigInteger p = ((ECFieldFp) numbers.getCurve().getField()).getP();
    ECPoint opposite = new ECPoint(base.getAffineX(), p.subtract(base.getAffineY()));
    List<BigInteger> few = new ArrayList<>();
    for (int i = 1; i < 6; i++) {
      few.add(BigInteger.valueOf(i));
      few.add(n.subtract(BigInteger.valueOf(i)));
    }
    few.add(base.getAffineX().mod(n));
    int good = 0;
    for (ECPoint point : List.of(base, opposite)) {
      // The secret is 1 or -1, so that any signature can be made, and the same points meet.
      PublicKey key = key(point, numbers);
      BigInteger secret = point.equals(base) ? BigInteger.ONE : n.subtract(BigInteger.ONE);
      BigInteger r = base.getAffineX().mod(n);
      for (BigInteger message : few) {
        byte[] digest = fixed(message, numbers);
        BigInteger made = new BigInteger(1, digest).add(r.multiply(secret)).mod(n);
        assertEquals(
            java(key, digest, der(r, made)), ours(key, digest, der(r, made)), message::toString);
        good += ours(key, digest, der(r, made)) ? 1 : 0;
        for (BigInteger s : few.subList(0, 4)) {
          assertEquals(java(key, digest, der(r, s)), ours(key, digest, der(r, s)));
          assertEquals(java(key, digest, der(s, message)), ours(key, digest, der(s, message)));
        }
      }
      assertEquals(
          java(key, new byte[32], der(r, r)), ours(key, new byte[32], der(r, r)), "no message");
    }
    assertTrue(good >= few.size(), "too few hold: " + good);
  }

  private static byte[] fixed(BigInteger number, ECParameterSpec curve) {
    // Java takes no longer digests.
    byte[] bytes = new byte[Math.min(64, curve.getOrder().bitLength() / 8)];
    byte[] digits = number.toByteArray();
    int from = Math.max(0, digits.length - bytes.length);
    System.arraycopy(
        digits, from, bytes, bytes.length - (digits.length - from), digits.length - from);
    return bytes;
  }

  private static PublicKey key(ECPoint point, ECParameterSpec curve)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void refusesKeysThatAreNoPointOfTheCurve(String curve) throws GeneralSecurityException {
    KeyPair pair = pair(curve);
    byte[] digest = Hash.SHA256.of(new byte[3]);
    byte[] signature = sign(pair, digest);
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    BigInteger p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    NistCurve ours = curve(key);
    assertTrue(ours.verifies(new ECPoint(x, y), digest, signature));
    for (ECPoint none :
        List.of(
            ECPoint.POINT_INFINITY,
            new ECPoint(x, y.add(BigInteger.ONE)),
            new ECPoint(x.add(p), y),
            new ECPoint(x, y.subtract(p)),
            new ECPoint(y, x),
            new ECPoint(BigInteger.ZERO, BigInteger.ZERO))) {
      assertFalse(ours.verifies(none, digest, signature), none::toString);
    }
  }

  @Test
  void refusesWhatIsNoDerEvenIfTheNumbersAreRight() throws GeneralSecurityException {
    KeyPair pair = pair("secp256r1");
    byte[] digest = Hash.SHA256.of(new byte[3]);
    BigInteger[] rs = numbers(sign(pair, digest));
    byte[] r = rs[0].toByteArray();
    byte[] s = rs[1].toByteArray();
    byte[] padded = new byte[r.length + 1];
    System.arraycopy(r, 0, padded, 1, r.length);
    byte[] first = Der.write(Der.INTEGER, r);
    byte[] second = Der.write(Der.INTEGER, s);
    byte[] whole = Der.write(Der.SEQUENCE, first, second);
    byte[] longer = new byte[whole.length + 1];
    longer[0] = whole[0];
    longer[1] = (byte) 0x81;
    System.arraycopy(whole, 1, longer, 2, whole.length - 1);
    List<byte[]> odd =
        List.of(
            new byte[0],
            new byte[] {0x30},
            new byte[] {0x30, 0},
            Der.write(Der.SEQUENCE, first),
            Der.write(Der.SEQUENCE, first, second, second),
            Der.write(Der.SEQUENCE, first, second, new byte[] {5, 0}),
            Der.write(Der.SEQUENCE, Der.write(Der.INTEGER, padded), second),
            Der.write(Der.SEQUENCE, Der.write(Der.INTEGER), second),
            Der.write(Der.SEQUENCE, Der.write(Der.OCTET_STRING, r), second),
            Der.write(Der.SET, first, second),
            Arrays.copyOf(whole, whole.length + 1),
            Arrays.copyOf(whole, whole.length - 1),
            longer,
            (rs[0] + " " + rs[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(ours(pair.getPublic(), digest, whole));
    for (byte[] signature : odd) {
      String hex = HexFormat.of().formatHex(signature);
      assertFalse(ours(pair.getPublic(), digest, signature), hex);
      assertFalse(java(pair.getPublic(), digest, signature), hex);
    }
  }

  /// The curve of a key must be one whose numbers are known: with a base point of one's own, every
  /// public key has a private one.
  @Test
  void readsNoKeyThatBringsItsOwnCurve() throws GeneralSecurityException {
    ECPublicKey key = (ECPublicKey) pair("secp256r1").getPublic();
    ECParameterSpec usual = key.getParams();
    byte[] prime =
        Der.write(Der.INTEGER, ((ECFieldFp) usual.getCurve().getField()).getP().toByteArray());
    byte[] field = Der.write(Der.SEQUENCE, Der.write(Der.OID, hex("2a8648ce3d0101")), prime);
    byte[] equation =
        Der.write(
            Der.SEQUENCE,
            Der.write(Der.OCTET_STRING, fixed(usual.getCurve().getA(), usual)),
            Der.write(Der.OCTET_STRING, fixed(usual.getCurve().getB(), usual)));
    byte[] point = Der.read(key.getEncoded()).item(1).content();
    byte[] own =
        Der.write(
            Der.SEQUENCE,
            new byte[] {2, 1, 1},
            field,
            equation,
            Der.write(Der.OCTET_STRING, Arrays.copyOfRange(point, 1, point.length)),
            Der.write(Der.INTEGER, usual.getOrder().toByteArray()),
            new byte[] {2, 1, 1});
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, hex("2a8648ce3d0201")), own);
    byte[] spki = Der.write(Der.SEQUENCE, algorithm, Der.write(Der.BIT_STRING, point));
    assertThrows(InputFailure.class, () -> VerifyKey.ofSpki(spki, "key"));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
