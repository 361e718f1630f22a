package dev.assay.sign.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// How a certificate is signed.
///
/// Source: RFC 4055, RFC 5758 section 3.2, RFC 8410
///
/// @param hash ignored by Ed25519
record SignatureAlgorithm(Kind kind, Hash hash) {
  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final String ED25519 = "1.3.101.112";
  private static final byte[] NULL = {5, 0};

  private static final Map<String, Hash> RSA =
      Map.of(
          "1.2.840.113549.1.1.11", Hash.SHA256,
          "1.2.840.113549.1.1.12", Hash.SHA384,
          "1.2.840.113549.1.1.13", Hash.SHA512);

  enum Kind {
    ECDSA,
    RSA,
    PSS,
    ED25519,

    /// Of which nothing is believed.
    UNKNOWN
  }

  static SignatureAlgorithm read(Der algorithm) {
    List<Der> parts = algorithm.items();
    String oid = algorithm.item(0).oid();
    boolean isBare = parts.size() == 1;
    boolean isNull = parts.size() == 2 && Arrays.equals(parts.getLast().encoded(), NULL);
    for (Hash hash : Hash.values()) {
      if (oid.equals(hash.ecdsaOid()) && isBare) {
        return new SignatureAlgorithm(Kind.ECDSA, hash);
      }
      if (oid.equals(PSS) && parts.size() == 2 && isPss(parts.getLast(), hash)) {
        return new SignatureAlgorithm(Kind.PSS, hash);
      }
    }
    if (RSA.containsKey(oid) && (isBare || isNull)) {
      return new SignatureAlgorithm(Kind.RSA, RSA.get(oid));
    }
    Kind kind = oid.equals(ED25519) && isBare ? Kind.ED25519 : Kind.UNKNOWN;
    return new SignatureAlgorithm(kind, Hash.SHA512);
  }

  /// Whether all of it is that digest, and the salt has its length.
  private static boolean isPss(Der parameters, Hash hash) {
    String last =
        switch (hash) {
          case SHA256 -> "01";
          case SHA384 -> "02";
          case SHA512 -> "03";
        };
    byte[] oid = HexFormat.of().parseHex("06096086480165030402" + last);
    byte[] mgf1 = HexFormat.of().parseHex("06092a864886f70d010108");
    byte[] salt = Der.write(0xa2, Der.write(Der.INTEGER, new byte[] {(byte) hash.sizeBytes()}));
    for (byte[] digest :
        List.of(Der.write(Der.SEQUENCE, oid, NULL), Der.write(Der.SEQUENCE, oid))) {
      byte[] expected =
          Der.write(
              Der.SEQUENCE,
              Der.write(0xa0, digest),
              Der.write(0xa1, Der.write(Der.SEQUENCE, mgf1, digest)),
              salt);
      if (Arrays.equals(expected, parameters.encoded())) {
        return true;
      }
    }
    return false;
  }

  boolean verifies(VerifyKey key, byte[] message, byte[] signature) {
    return switch (kind) {
      case ECDSA -> key.isEcdsa() && key.verifies(message, signature, hash);
      case RSA -> key.verifiesRsa(message, signature, hash, false);
      case PSS -> key.verifiesRsa(message, signature, hash, true);
      case ED25519 -> key.needsWholeMessage() && key.verifies(message, signature, hash);
      case UNKNOWN -> false;
    };
  }
}
