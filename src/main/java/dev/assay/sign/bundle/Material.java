package dev.assay.sign.bundle;

import dev.assay.sign.crypto.Octets;
import java.util.List;

/// Who signed, as the bundle says.
public sealed interface Material {
  /// Certificates, the signer's first.
  record Certificates(List<Octets> chain) implements Material {
    public Certificates {
      chain = List.copyOf(chain);
    }
  }

  /// A key that the verifier has; the hint only helps to find it.
  record KeyHint(String hint) implements Material {}
}
