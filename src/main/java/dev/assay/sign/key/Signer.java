package dev.assay.sign.key;

import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.VerifyKey;

/// Something that signs.
public interface Signer {
  /// The key that checks its signatures.
  VerifyKey publicKey();

  /// The digest that its signatures are over. SHA-256 whatever the key, as cosign signs with keys
  /// in files.
  default Hash hash() {
    return Hash.SHA256;
  }

  /// A signature over a message.
  ///
  /// @throws dev.assay.failure.Failure where whoever holds the key does not sign
  byte[] sign(byte[] message);
}
