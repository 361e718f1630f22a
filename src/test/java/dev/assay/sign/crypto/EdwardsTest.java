package dev.assay.sign.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against the vectors of RFC 8032 section 7.1 and against Java's own check.
class EdwardsTest {
  private static final int SEED = 25519;
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] point(PublicKey key) {
    byte[] spki = key.getEncoded();
    return Arrays.copyOfRange(spki, spki.length - 32, spki.length);
  }

  private static byte[] sign(KeyPair pair, byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private static boolean java(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(key);
    check.update(message);
    try {
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
            + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
            + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
            + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
      })
  void takesTheSignaturesOfTheStandard(String key, String message, String signature) {
    Edwards curve = new Edwards();
    assertTrue(curve.verifies(hex(key), hex(message), hex(signature)));
    assertFalse(curve.verifies(hex(key), hex(message + "00"), hex(signature)));
  }

  /// 400 signatures, each as it is, with one bit of it changed, with one of the message and with
  /// another key.
  @Test
  void saysWhatJavaSaysOfGoodAndOfChangedSignatures() throws GeneralSecurityException {
    Random random = new Random(SEED);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    Edwards curve = new Edwards();
    for (int i = 0; i < 400; i++) {
      KeyPair pair = generator.generateKeyPair();
      byte[] message = new byte[1 + random.nextInt(200)];
      random.nextBytes(message);
      byte[] signature = sign(pair, message);
      byte[] key = point(pair.getPublic());
      assertTrue(curve.verifies(key, message, signature));
      byte[] changed = signature.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertEquals(java(pair.getPublic(), message, changed), curve.verifies(key, message, changed));
      message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      assertFalse(curve.verifies(key, message, signature));
      key[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      message[0] ^= 1;
      assertFalse(curve.verifies(key, message, signature));
    }
  }

  @Test
  void refusesASecondFormOfTheSameSignature() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] message = new byte[5];
    byte[] signature = sign(pair, message);
    byte[] s = new byte[33];
    for (int i = 0; i < 32; i++) {
      s[32 - i] = signature[32 + i];
    }
    byte[] more = new BigInteger(s).add(ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      signature[32 + i] = i < more.length ? more[more.length - 1 - i] : 0;
    }
    assertFalse(new Edwards().verifies(point(pair.getPublic()), message, signature));
    assertFalse(new Edwards().verifies(point(pair.getPublic()), message, new byte[64]));
    assertFalse(new Edwards().verifies(point(pair.getPublic()), message, new byte[63]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The prime itself, and one more: zero and one, not reduced.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // No point has this y.
        "0200000000000000000000000000000000000000000000000000000000000000",
        // x is zero, and said to be odd.
        "0100000000000000000000000000000000000000000000000000000000000080",
        "01",
        "",
      })
  void readsNoKeyThatIsNoPoint(String key) {
    assertFalse(new Edwards().isPoint(hex(key)));
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, hex("2b6570")));
    byte[] spki =
        Der.write(Der.SEQUENCE, algorithm, Der.write(Der.BIT_STRING, new byte[1], hex(key)));
    assertThrows(InputFailure.class, () -> VerifyKey.ofSpki(spki, "key"));
  }
}
