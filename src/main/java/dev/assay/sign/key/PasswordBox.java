package dev.assay.sign.key;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// Bytes encrypted with a password: scrypt makes a key of it, NaCl's secretbox (XSalsa20 and
/// Poly1305) encrypts. A JSON document says with which parameters.
///
/// Source: <https://github.com/secure-systems-lab/go-securesystemslib/tree/main/encrypted>,
/// <https://nacl.cr.yp.to/secretbox.html>
final class PasswordBox {
  private static final int COST = 65_536;
  private static final int BLOCK = 8;
  private static final int PARALLEL = 1;
  private static final int KEY_BYTES = 32;
  private static final int SALT_BYTES = 32;
  private static final int NONCE_BYTES = 24;
  private static final int TAG_BYTES = 16;

  /// A file of somebody else's must not take all memory: 128 · N · r · p bytes.
  private static final long MAX_MEMORY = 256L << 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordBox() {}

  /// Encrypts.
  static byte[] seal(byte[] content, String password) {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    byte[] key = SCrypt.generate(bytes(password), salt, COST, BLOCK, PARALLEL, KEY_BYTES);
    byte[] box = sealed(content, key, nonce);
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.object(
              "kdf",
              () -> {
                json.put("name", "scrypt");
                json.object(
                    "params",
                    () -> {
                      json.put("N", COST);
                      json.put("r", BLOCK);
                      json.put("p", PARALLEL);
                    });
                json.put("salt", encoded(salt));
              });
          json.object(
              "cipher",
              () -> {
                json.put("name", "nacl/secretbox");
                json.put("nonce", encoded(nonce));
              });
          json.put("ciphertext", encoded(box));
        }));
  }

  /// Decrypts.
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where the password is not right, or it is no such box
  static byte[] open(byte[] document, String password, String what) {
    Json json = ExactKeys.parse(document, what);
    Json kdf = json.at("kdf");
    Json cipher = json.at("cipher");
    boolean isKnown =
        kdf.text("name").equals("scrypt") && cipher.text("name").equals("nacl/secretbox");
    if (!isKnown) {
      throw new InputFailure("cannot read " + what + ": it is encrypted in an unknown way");
    }
    long n = kdf.at("params").at("N").whole().orElse(0L);
    long r = kdf.at("params").at("r").whole().orElse(0L);
    long p = kdf.at("params").at("p").whole().orElse(0L);
    boolean isBounded =
        n >= 2 && Long.bitCount(n) == 1 && n <= 1 << 20 && r >= 1 && r <= 16 && p >= 1 && p <= 4;
    if (!isBounded || 128 * n * r * p > MAX_MEMORY) {
      throw new InputFailure(
          "cannot read " + what + ": its password needs more work than is accepted");
    }
    byte[] salt = decoded(kdf.text("salt"), what);
    byte[] nonce = decoded(cipher.text("nonce"), what);
    byte[] box = decoded(json.text("ciphertext"), what);
    if (nonce.length != NONCE_BYTES || box.length < TAG_BYTES) {
      throw new InputFailure("cannot read " + what + ": its nonce or content is too short");
    }
    byte[] key = SCrypt.generate(bytes(password), salt, (int) n, (int) r, (int) p, KEY_BYTES);
    return opened(box, key, nonce, what);
  }

  private static byte[] opened(byte[] box, byte[] key, byte[] nonce, String what) {
    XSalsa20Engine stream = stream(key, nonce);
    byte[] tagKey = tagKey(stream);
    byte[] tag = tag(tagKey, box, TAG_BYTES);
    if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG_BYTES))) {
      throw new InputFailure(
          "cannot read " + what + ": the password is not right", "set COSIGN_PASSWORD");
    }
    byte[] content = new byte[box.length - TAG_BYTES];
    stream.processBytes(box, TAG_BYTES, content.length, content, 0);
    return content;
  }

  private static byte[] sealed(byte[] content, byte[] key, byte[] nonce) {
    XSalsa20Engine stream = stream(key, nonce);
    byte[] tagKey = tagKey(stream);
    byte[] box = new byte[TAG_BYTES + content.length];
    stream.processBytes(content, 0, content.length, box, TAG_BYTES);
    System.arraycopy(tag(tagKey, box, TAG_BYTES), 0, box, 0, TAG_BYTES);
    return box;
  }

  /// Cast at run time. To learn that the one may stand for the other, the JVM would look at both
  /// where it loads this class from the ahead-of-time cache, at each start: see `PublicHalf`.
  private static CipherParameters given(Object parameters) {
    return (CipherParameters) parameters;
  }

  private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(true, given(new ParametersWithIV(given(new KeyParameter(key)), nonce)));
    return stream;
  }

  /// The first 32 bytes of the stream.
  private static byte[] tagKey(XSalsa20Engine stream) {
    byte[] key = new byte[KEY_BYTES];
    stream.processBytes(key, 0, key.length, key, 0);
    return key;
  }

  private static byte[] tag(byte[] key, byte[] box, int from) {
    Poly1305 mac = new Poly1305();
    mac.init(given(new KeyParameter(key)));
    mac.update(box, from, box.length - from);
    byte[] tag = new byte[TAG_BYTES];
    mac.doFinal(tag, 0);
    return tag;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(String base64, String what) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot read " + what + ": it is not base64 where it should be");
    }
  }
}
