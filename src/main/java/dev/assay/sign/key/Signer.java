package dev.assay.sign.key;

import dev.assay.sign.crypto.VerifyKey;

/// Something that signs.
public interface Signer {
  /// The key that checks its signatures.
  VerifyKey publicKey();

  /// A signature over a message.
  ///
  /// @throws dev.assay.failure.Failure where whoever holds the key does not sign
  byte[] sign(byte[] message);
}
