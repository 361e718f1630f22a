package dev.assay.scan;

import dev.assay.sign.check.TextMatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whom the user trusts to say what is in an image.
///
/// @param keys files of public keys, any of which will do
/// @param identity who, by a certificate
/// @param trustedRoot whom to trust about certificates and logs; empty for Sigstore's public
///   instance as it came with the program
public record TrustPolicy(
    List<Path> keys, Optional<Identity> identity, Optional<Path> trustedRoot) {
  /// Nobody.
  public static final TrustPolicy NONE =
      new TrustPolicy(List.of(), Optional.empty(), Optional.empty());

  public TrustPolicy {
    keys = List.copyOf(keys);
  }

  /// Whoever an identity provider knew under a name.
  public record Identity(TextMatch name, TextMatch issuer) {}

  /// Whether nobody is trusted.
  public boolean isEmpty() {
    return keys.isEmpty() && identity.isEmpty();
  }
}
