package dev.assay.model;

import dev.assay.failure.InputFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A content digest, written `algorithm:hex`.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests>
///
/// @param algorithm `sha256` or `sha512`
/// @param hex lower-case hexadecimal, 64 or 128 digits
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  public Digest {
    int digits =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha512" -> 128;
          default ->
              throw new InputFailure(
                  "unsupported digest algorithm `" + algorithm + "`, expected sha256 or sha512");
        };
    if (hex.length() != digits || !isLowerHex(hex)) {
      throw new InputFailure(
          "malformed " + algorithm + " digest: expected " + digits + " lower-case hex digits");
    }
  }

  /// A plain loop: hundreds are read before anything is compiled.
  private static boolean isLowerHex(String hex) {
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /// Reads `sha256:…` or `sha512:…`.
  ///
  /// @throws InputFailure where the text is no digest
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InputFailure("malformed digest `" + text + "`, expected `sha256:…`");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /// The SHA-256 of the bytes.
  public static Digest sha256(byte[] content) {
    return of(sha256Bytes(content));
  }

  /// The same as 32 bytes.
  public static byte[] sha256Bytes(byte[] content) {
    return hasher("sha256").digest(content);
  }

  /// The bytes' digest by this one's algorithm.
  public Digest ofSame(byte[] content) {
    return of(hasher().digest(content));
  }

  /// Wraps a finished SHA-256 (32 bytes) or SHA-512 (64 bytes).
  public static Digest of(byte[] hash) {
    return new Digest(hash.length == 32 ? "sha256" : "sha512", HexFormat.of().formatHex(hash));
  }

  /// A fresh hash function of this digest's algorithm.
  public MessageDigest hasher() {
    return hasher(algorithm);
  }

  private static MessageDigest hasher(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  /// Spelled out, as `hashCode`: what a record has of itself links code when it is first used,
  /// which costs milliseconds in a program that has just started.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && hex.equals(digest.hex)
        && algorithm.equals(digest.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
