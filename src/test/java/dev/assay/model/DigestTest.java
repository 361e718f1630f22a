package dev.assay.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class DigestTest {
  /// Source: FIPS 180-4's examples,
  /// <https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values>
  @Test
  void hashesTheStandardsExamples() {
    assertEquals(
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Digest.sha256("abc".getBytes(US_ASCII)).toString());
    assertEquals(
        "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        Digest.sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".getBytes(US_ASCII))
            .toString());
  }

  @Test
  void comparesByTheSameAlgorithm() throws GeneralSecurityException {
    byte[] content = "abc".getBytes(US_ASCII);
    Digest sha512 = Digest.of(MessageDigest.getInstance("SHA-512").digest(content));
    assertEquals(sha512, sha512.ofSame(content));
    assertEquals(Digest.sha256(content), Digest.sha256(new byte[1]).ofSame(content));
  }
}
