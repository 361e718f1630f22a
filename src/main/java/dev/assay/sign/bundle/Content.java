package dev.assay.sign.bundle;

import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;

/// What is signed.
public sealed interface Content permits Content.Message, Envelope {
  /// The artifact's bytes themselves.
  ///
  /// @param hash algorithm of the digest
  /// @param digest of the artifact, as whoever signed it says; may be empty
  record Message(Hash hash, Octets digest, Octets signature) implements Content {}
}
