package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A public key that can check signatures: ECDSA on the three NIST curves, RSA of 2048 bits and
/// more (PKCS #1 v1.5 and PSS), Ed25519.
///
/// Source: <https://github.com/sigstore/architecture-docs/blob/main/algorithm-registry.md>
public final class VerifyKey {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "1.2.840.10045.2.1", "EC",
          "1.2.840.113549.1.1.1", "RSA",
          "1.3.101.112", "Ed25519");

  private final PublicKey key;
  private final byte[] spki;

  private VerifyKey(PublicKey key, byte[] spki) {
    this.key = key;
    this.spki = spki;
  }

  /// Reads a SubjectPublicKeyInfo.
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where it is none, or of a kind or strength that is not supported
  public static VerifyKey ofSpki(byte[] spki, String what) {
    Der document = Der.read(spki).as(Der.SEQUENCE);
    String oid = document.item(0).as(Der.SEQUENCE).item(0).oid();
    String algorithm = ALGORITHMS.get(oid);
    if (algorithm == null) {
      throw new InputFailure("cannot use " + what + ": keys of algorithm " + oid + " are unknown");
    }
    try {
      return of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki)), what);
    } catch (GeneralSecurityException e) {
      throw new InputFailure("cannot use " + what + ": it is not a public key");
    }
  }

  /// Reads PEM: a public key as SubjectPublicKeyInfo or PKCS #1, or a certificate's.
  public static VerifyKey ofPem(String text, String what) {
    for (PemText block : PemText.blocks(text, what)) {
      switch (block.label()) {
        case "PUBLIC KEY" -> {
          return ofSpki(block.bytes().bytes(), what);
        }
        case "RSA PUBLIC KEY" -> {
          return ofSpki(spkiOfPkcs1(block.bytes().bytes()), what);
        }
        default -> {}
      }
    }
    throw new InputFailure(
        "cannot read " + what + ": there is no public key in it",
        "it must hold a block `-----BEGIN PUBLIC KEY-----`");
  }

  /// SubjectPublicKeyInfo around an RSA key of PKCS #1.
  public static byte[] spkiOfPkcs1(byte[] pkcs1) {
    byte[] rsa = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1};
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, rsa), new byte[] {5, 0});
    return Der.write(Der.SEQUENCE, algorithm, Der.write(Der.BIT_STRING, new byte[1], pkcs1));
  }

  /// A key that Java has read, such as a certificate's.
  public static VerifyKey of(PublicKey key, String what) {
    boolean isSupported =
        (key instanceof ECPublicKey ec && NistCurve.has(ec))
            || (key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= MIN_RSA_BITS
                && rsa.getModulus().bitLength() <= MAX_RSA_BITS)
            || (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519"));
    if (!isSupported) {
      throw new InputFailure(
          "cannot use " + what + ": its strength or curve is not accepted",
          "use ECDSA on P-256, P-384 or P-521, RSA of 2048 to 8192 bits, or Ed25519");
    }
    return new VerifyKey(key, key.getEncoded());
  }

  private static int bits(ECPublicKey key) {
    return key.getParams().getCurve().getField().getFieldSize();
  }

  /// The SubjectPublicKeyInfo.
  public byte[] spki() {
    return spki.clone();
  }

  /// The key for Java.
  public PublicKey key() {
    return key;
  }

  /// SubjectPublicKeyInfo as PEM.
  public String pem() {
    return new PemText("PUBLIC KEY", Octets.of(spki)).text();
  }

  /// SHA-256 of the SubjectPublicKeyInfo.
  public byte[] fingerprint() {
    return Hash.SHA256.of(spki);
  }

  /// Whether the key signs messages as a whole and so cannot check a digest.
  public boolean needsWholeMessage() {
    return key instanceof EdECPublicKey;
  }

  /// The digest that the key's signatures are over where nothing else is said.
  public Hash usualHash() {
    return key instanceof ECPublicKey ec
        ? switch (bits(ec)) {
          case 384 -> Hash.SHA384;
          case 521 -> Hash.SHA512;
          default -> Hash.SHA256;
        }
        : Hash.SHA256;
  }

  /// The digests its signatures may be over: the usual one of the curve, and SHA-256, which cosign
  /// takes for every key.
  public List<Hash> hashes() {
    return usualHash() == Hash.SHA256 ? List.of(Hash.SHA256) : List.of(usualHash(), Hash.SHA256);
  }

  /// Sigstore's name of key and digest together, as Rekor's second version wants it.
  public String details() {
    return switch (key) {
      case ECPublicKey ec ->
          switch (bits(ec)) {
            case 384 -> "PKIX_ECDSA_P384_SHA_384";
            case 521 -> "PKIX_ECDSA_P521_SHA_512";
            default -> "PKIX_ECDSA_P256_SHA_256";
          };
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() > 3072
              ? "PKIX_RSA_PKCS1V15_4096_SHA256"
              : rsa.getModulus().bitLength() > 2048
                  ? "PKIX_RSA_PKCS1V15_3072_SHA256"
                  : "PKIX_RSA_PKCS1V15_2048_SHA256";
      default -> "PKIX_ED25519";
    };
  }

  /// Whether the message was signed with this key, with any of its digests.
  public boolean verifies(byte[] message, byte[] signature) {
    return hashes().stream().anyMatch(hash -> verifies(message, signature, hash));
  }

  /// Whether the message was signed with this key and that digest.
  public boolean verifies(byte[] message, byte[] signature, Hash hash) {
    if (key instanceof ECPublicKey) {
      return verifiesDigest(hash.of(message), signature, hash);
    }
    if (key instanceof EdECPublicKey) {
      return check("Ed25519", message, signature);
    }
    return check(hash.java().replace("-", "") + "withRSA", message, signature)
        || checkPss(hash, message, signature);
  }

  /// Whether a digest was signed with this key. False for keys that sign whole messages.
  public boolean verifiesDigest(byte[] digest, byte[] signature, Hash hash) {
    if (digest.length != hash.sizeBytes()) {
      return false;
    }
    if (key instanceof ECPublicKey ec) {
      return NistCurve.of(ec).verifies(ec.getW(), digest, signature);
    }
    return key instanceof RSAPublicKey rsa
        && (RsaDigest.verifiesPkcs1(rsa, digest, signature, hash)
            || RsaDigest.verifiesPss(rsa, digest, signature, hash));
  }

  private boolean check(String algorithm, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      // What is not even formed as a signature is none.
      return false;
    }
  }

  private boolean checkPss(Hash hash, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance("RSASSA-PSS");
      check.setParameter(pss(hash));
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static PSSParameterSpec pss(Hash hash) {
    return new PSSParameterSpec(
        hash.java(), "MGF1", new MGF1ParameterSpec(hash.java()), hash.sizeBytes(), 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifyKey that && Arrays.equals(spki, that.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }
}
