package dev.assay.sign.check;

import dev.assay.sign.crypto.VerifyKey;
import java.util.Map;

/// Who must have signed.
public sealed interface Expected {
  /// Whoever has the key.
  record ByKey(VerifyKey key) implements Expected {}

  /// Whoever this identity provider knew under that name.
  ///
  /// @param claims further claims of the certificate, by Fulcio's number
  record ByIdentity(TextMatch identity, TextMatch issuer, Map<Integer, String> claims)
      implements Expected {
    public ByIdentity {
      claims = Map.copyOf(claims);
    }
  }
}
