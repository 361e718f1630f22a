package dev.assay.sign.trust;

import dev.assay.sign.crypto.Certificate;
import java.util.List;

/// Who issues certificates or timestamps.
///
/// @param chain from the one that issues (or, for timestamps, that signs) to the root
public record TrustedAuthority(String uri, List<Certificate> chain, Validity validity) {
  public TrustedAuthority {
    chain = List.copyOf(chain);
  }
}
