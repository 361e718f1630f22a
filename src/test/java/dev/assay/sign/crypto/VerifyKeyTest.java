package dev.assay.sign.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyKeyTest {
  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 384", "EC, 521", "RSA, 2048", "Ed25519, 255"})
  void aKeyThatIsCutIsRefusedByName(String kind, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(bits);
    byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
    assertArrayEquals(spki, VerifyKey.ofSpki(spki, "key cosign.pub").spki());
    for (int length = 0; length < spki.length; length++) {
      byte[] cut = Arrays.copyOf(spki, length);
      InputFailure failure =
          assertThrows(InputFailure.class, () -> VerifyKey.ofSpki(cut, "key cosign.pub"));
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith("cannot use key cosign.pub: "), message);
    }
  }
}
