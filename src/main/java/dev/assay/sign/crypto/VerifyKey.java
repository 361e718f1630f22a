package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A public key that can check signatures: ECDSA on the three NIST curves, RSA of 2048 bits and
/// more (PKCS #1 v1.5 and PSS), Ed25519.
///
/// Source: <https://github.com/sigstore/architecture-docs/blob/main/algorithm-registry.md>
public final class VerifyKey {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final byte[] NULL = {5, 0};

  private static final String EC = "1.2.840.10045.2.1";
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String ED25519 = "1.3.101.112";

  private final Numbers numbers;
  private final byte[] spki;

  private VerifyKey(Numbers numbers, byte[] spki) {
    this.numbers = numbers;
    this.spki = spki;
  }

  private sealed interface Numbers permits OnCurve, Rsa, Ed25519 {}

  private record OnCurve(NistCurve curve, ECPoint point) implements Numbers {}

  private record Rsa(RsaKey key) implements Numbers {}

  private record Ed25519(Octets point) implements Numbers {}

  /// Reads a SubjectPublicKeyInfo. Java is not asked: to look for one who could read it takes
  /// longer than all that a signature needs.
  ///
  /// Source: RFC 5280 section 4.1, RFC 3279 section 2.3, RFC 5480 section 2, RFC 8410 section 4
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where it is none, or of a kind or strength that is not supported
  public static VerifyKey ofSpki(byte[] spki, String what) {
    try {
      return new VerifyKey(numbers(spki), spki.clone());
    } catch (InputFailure e) {
      throw new InputFailure("cannot use " + what + ": " + e.getMessage(), e.hint());
    }
  }

  private static Numbers numbers(byte[] spki) {
    List<Der> parts = Der.read(spki).as(Der.SEQUENCE).items();
    if (parts.size() != 2) {
      throw noKey();
    }
    List<Der> algorithm = parts.getFirst().as(Der.SEQUENCE).items();
    byte[] bits = parts.getLast().as(Der.BIT_STRING).content();
    if (algorithm.isEmpty() || algorithm.size() > 2 || bits.length < 2 || bits[0] != 0) {
      throw noKey();
    }
    String oid = algorithm.getFirst().oid();
    byte[] key = Arrays.copyOfRange(bits, 1, bits.length);
    List<Der> parameters = algorithm.subList(1, algorithm.size());
    return switch (oid) {
      case EC -> onCurve(parameters, key);
      case RSA -> rsa(parameters, key);
      case ED25519 -> ed25519(parameters, key);
      default -> throw new InputFailure("keys of algorithm " + oid + " are unknown");
    };
  }

  private static InputFailure noKey() {
    return new InputFailure("it is not a public key");
  }

  private static InputFailure notAccepted() {
    return new InputFailure(
        "its strength or curve is not accepted",
        "use ECDSA on P-256, P-384 or P-521, RSA of 2048 to 8192 bits, or Ed25519");
  }

  /// The curve must be named: with numbers of one's own, every public key has a private one.
  private static Numbers onCurve(List<Der> parameters, byte[] key) {
    if (parameters.size() != 1 || parameters.getFirst().tag() != Der.OID) {
      throw noKey();
    }
    NistCurve curve =
        NistCurve.ofOid(parameters.getFirst().oid()).orElseThrow(VerifyKey::notAccepted);
    return new OnCurve(curve, curve.point(key).orElseThrow(VerifyKey::noKey));
  }

  private static Numbers rsa(List<Der> parameters, byte[] key) {
    if (!parameters.isEmpty() && !Arrays.equals(parameters.getFirst().encoded(), NULL)) {
      throw noKey();
    }
    RsaKey rsa = RsaKey.read(key);
    int bits = rsa.modulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw notAccepted();
    }
    return new Rsa(rsa);
  }

  private static Numbers ed25519(List<Der> parameters, byte[] key) {
    if (!parameters.isEmpty() || !new Edwards().isPoint(key)) {
      throw noKey();
    }
    return new Ed25519(Octets.of(key));
  }

  /// Reads PEM: the first public key in it, as SubjectPublicKeyInfo or PKCS #1.
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where there is none, or one that is not supported
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
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, rsa), NULL);
    return Der.write(Der.SEQUENCE, algorithm, Der.write(Der.BIT_STRING, new byte[1], pkcs1));
  }

  /// A key of Java's.
  ///
  /// @throws InputFailure where it is of a kind or strength that is not supported
  public static VerifyKey of(PublicKey key, String what) {
    return ofSpki(key.getEncoded(), what);
  }

  /// The SubjectPublicKeyInfo.
  public byte[] spki() {
    return spki.clone();
  }

  /// Whether it is for ECDSA.
  public boolean isEcdsa() {
    return numbers instanceof OnCurve;
  }

  /// Whether it is an RSA key.
  public boolean isRsa() {
    return numbers instanceof Rsa;
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
    return numbers instanceof Ed25519;
  }

  /// The digest that the key's signatures are over where nothing else is said.
  public Hash usualHash() {
    return numbers instanceof OnCurve on
        ? switch (on.curve().bits()) {
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
    return switch (numbers) {
      case OnCurve on ->
          switch (on.curve().bits()) {
            case 384 -> "PKIX_ECDSA_P384_SHA_384";
            case 521 -> "PKIX_ECDSA_P521_SHA_512";
            default -> "PKIX_ECDSA_P256_SHA_256";
          };
      case Rsa rsa ->
          rsa.key().modulus().bitLength() > 3072
              ? "PKIX_RSA_PKCS1V15_4096_SHA256"
              : rsa.key().modulus().bitLength() > 2048
                  ? "PKIX_RSA_PKCS1V15_3072_SHA256"
                  : "PKIX_RSA_PKCS1V15_2048_SHA256";
      case Ed25519 _ -> "PKIX_ED25519";
    };
  }

  /// Whether the message was signed with this key, with any of its digests.
  public boolean verifies(byte[] message, byte[] signature) {
    return hashes().stream().anyMatch(hash -> verifies(message, signature, hash));
  }

  /// Whether the message was signed with this key and that digest.
  public boolean verifies(byte[] message, byte[] signature, Hash hash) {
    return numbers instanceof Ed25519 ed
        ? new Edwards().verifies(ed.point().bytes(), message, signature)
        : verifiesDigest(hash.of(message), signature, hash);
  }

  /// Whether a digest was signed with this key. False for keys that sign whole messages.
  public boolean verifiesDigest(byte[] digest, byte[] signature, Hash hash) {
    if (digest.length != hash.sizeBytes()) {
      return false;
    }
    // No switch: Java would make a class for it, at each start.
    if (numbers instanceof OnCurve on) {
      return on.curve().verifies(on.point(), digest, signature);
    }
    return numbers instanceof Rsa rsa
        && (RsaDigest.verifiesPkcs1(rsa.key(), digest, signature, hash)
            || RsaDigest.verifiesPss(rsa.key(), digest, signature, hash));
  }

  /// Whether this is an RSA key that signed the message.
  ///
  /// @param isPss in the newer way, not the older
  boolean verifiesRsa(byte[] message, byte[] signature, Hash hash, boolean isPss) {
    byte[] digest = hash.of(message);
    return numbers instanceof Rsa rsa
        && (isPss
            ? RsaDigest.verifiesPss(rsa.key(), digest, signature, hash)
            : RsaDigest.verifiesPkcs1(rsa.key(), digest, signature, hash));
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
