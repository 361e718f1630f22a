package dev.assay.sign.online;

import dev.assay.sign.crypto.Hash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// What one login makes up, so that its answer cannot be somebody else's.
///
/// Source: RFC 7636 section 4
///
/// @param verifier proves to the issuer that who asks for the token has begun the login
record Secrets(String state, String nonce, String verifier) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  static Secrets draw() {
    return new Secrets(text(), text(), text());
  }

  private static String text() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What the issuer is shown before.
  String challenge() {
    return base64(Hash.SHA256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public String toString() {
    return "Secrets[]";
  }
}
