package dev.assay.sign.fake;

import dev.assay.sign.key.LocalSigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// Key pairs.
public final class Keys {
  private Keys() {}

  public static KeyPair ecdsa() {
    return make("EC", "secp256r1");
  }

  public static KeyPair p384() {
    return make("EC", "secp384r1");
  }

  public static KeyPair ed25519() {
    return make("Ed25519", "");
  }

  private static KeyPair make(String algorithm, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!curve.isEmpty()) {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static LocalSigner signer(KeyPair pair) {
    return LocalSigner.of(pair);
  }

  public static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature =
          Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
