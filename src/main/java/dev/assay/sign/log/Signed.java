package dev.assay.sign.log;

import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.util.Optional;

/// What a log entry must be about.
///
/// @param message digests of the bytes that were signed
/// @param payloadDigest digests of an envelope's payload; none for bare bytes
/// @param signature as it is in the bundle
/// @param verifier DER of the signer's certificate, or of the key
public record Signed(Digests message, Digests payloadDigest, Octets signature, Octets verifier) {
  /// Gives the digest of some bytes.
  @FunctionalInterface
  public interface Digests {
    /// Of nothing.
    Digests NONE = hash -> Optional.empty();

    /// The digest, where it can be known.
    Optional<Octets> digest(Hash hash);

    /// Of bytes that are here.
    static Digests of(byte[] bytes) {
      return hash -> Optional.of(Octets.of(hash.of(bytes)));
    }
  }
}
