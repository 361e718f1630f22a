package dev.assay.sign.key;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.VerifyKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// A private key in memory.
public final class LocalSigner implements Signer {
  private final PrivateKey key;
  private final VerifyKey publicKey;

  private LocalSigner(PrivateKey key, VerifyKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /// A new key: ECDSA on P-256, as cosign makes it.
  public static LocalSigner generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return of(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /// A pair that Java has made.
  public static LocalSigner of(KeyPair pair) {
    return new LocalSigner(pair.getPrivate(), VerifyKey.of(pair.getPublic(), "the key"));
  }

  /// Reads a private key.
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where it is none, or of a kind that is not supported
  public static LocalSigner ofPkcs8(byte[] pkcs8, String what) {
    try {
      String oid = Der.read(pkcs8).item(1).item(0).oid();
      String algorithm =
          switch (oid) {
            case "1.2.840.10045.2.1" -> "EC";
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.3.101.112" -> "Ed25519";
            default ->
                throw new InputFailure(
                    "cannot use " + what + ": keys of algorithm " + oid + " are unknown");
          };
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new LocalSigner(key, VerifyKey.of(PublicHalf.of(key, factory), what));
    } catch (GeneralSecurityException e) {
      throw new InputFailure("cannot use " + what + ": it is not a private key");
    }
  }

  /// The key, unencrypted.
  byte[] pkcs8() {
    return key.getEncoded();
  }

  @Override
  public VerifyKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (key) {
                // SHA-256 whatever the curve, as cosign signs with keys.
                case ECPrivateKey _ -> "SHA256withECDSA";
                case EdECPrivateKey _ -> "Ed25519";
                default -> "SHA256withRSA";
              });
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of a known kind signs", e);
    }
  }
}
