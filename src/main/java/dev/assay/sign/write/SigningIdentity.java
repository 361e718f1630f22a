package dev.assay.sign.write;

import dev.assay.sign.crypto.Octets;
import dev.assay.sign.key.Signer;
import java.util.List;

/// Who signs: a key, and the certificates that say whose it is, where there are any.
///
/// @param chain the signer's own first; empty for a bare key
public record SigningIdentity(Signer signer, List<Octets> chain) {
  public SigningIdentity {
    chain = List.copyOf(chain);
  }

  /// DER of the certificate, or of the key.
  Octets verifier() {
    return chain.isEmpty() ? Octets.of(signer.publicKey().spki()) : chain.getFirst();
  }
}
