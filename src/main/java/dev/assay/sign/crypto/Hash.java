package dev.assay.sign.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// A digest algorithm of Sigstore's, by each of its names.
public enum Hash {
  SHA256("SHA-256", "sha256", "SHA2_256", "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2", 32),
  SHA384("SHA-384", "sha384", "SHA2_384", "2.16.840.1.101.3.4.2.2", "1.2.840.10045.4.3.3", 48),
  SHA512("SHA-512", "sha512", "SHA2_512", "2.16.840.1.101.3.4.2.3", "1.2.840.10045.4.3.4", 64);

  private final String java;
  private final String plain;
  private final String proto;
  private final String oid;
  private final String ecdsaOid;
  private final int sizeBytes;

  Hash(String java, String plain, String proto, String oid, String ecdsaOid, int sizeBytes) {
    this.java = java;
    this.plain = plain;
    this.proto = proto;
    this.oid = oid;
    this.ecdsaOid = ecdsaOid;
    this.sizeBytes = sizeBytes;
  }

  /// The algorithm a bundle names `SHA2_256`.
  public static Optional<Hash> ofProto(String name) {
    return Arrays.stream(values()).filter(hash -> hash.proto.equals(name)).findFirst();
  }

  /// The algorithm a statement or a log names `sha256`.
  public static Optional<Hash> ofPlain(String name) {
    return Arrays.stream(values()).filter(hash -> hash.plain.equals(name)).findFirst();
  }

  /// The algorithm of an object identifier.
  public static Optional<Hash> ofOid(String oid) {
    return Arrays.stream(values()).filter(hash -> hash.oid.equals(oid)).findFirst();
  }

  /// A new computation.
  public MessageDigest start() {
    try {
      return MessageDigest.getInstance(java);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The digest of all the parts, one after the other.
  public byte[] of(byte[]... parts) {
    MessageDigest digest = start();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /// `sha256`.
  public String plain() {
    return plain;
  }

  /// `SHA2_256`.
  public String proto() {
    return proto;
  }

  /// `SHA-256`, as Java names it.
  public String java() {
    return java;
  }

  /// The object identifier of ECDSA signatures over it (RFC 5758).
  public String ecdsaOid() {
    return ecdsaOid;
  }

  /// Length of a digest.
  public int sizeBytes() {
    return sizeBytes;
  }
}
