package dev.assay.sign.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/// Who issues certificates or timestamps.
///
/// @param chain from the one that issues (or, for timestamps, that signs) to the root
public record TrustedAuthority(String uri, List<X509Certificate> chain, Validity validity) {
  public TrustedAuthority {
    chain = List.copyOf(chain);
  }
}
