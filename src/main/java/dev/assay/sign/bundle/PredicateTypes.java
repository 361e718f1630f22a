package dev.assay.sign.bundle;

import dev.assay.failure.UsageFailure;
import java.util.Map;

/// Names of kinds of statements, as people type them.
///
/// Source: <https://github.com/sigstore/cosign/blob/main/pkg/cosign/attestation>
public final class PredicateTypes {
  /// What cosign calls anything at all.
  public static final String CUSTOM = "https://cosign.sigstore.dev/attestation/v1";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("custom", CUSTOM),
          Map.entry("spdx", "https://spdx.dev/Document"),
          Map.entry("spdxjson", "https://spdx.dev/Document"),
          Map.entry("cyclonedx", "https://cyclonedx.org/bom"),
          Map.entry("vuln", "https://cosign.sigstore.dev/attestation/vuln/v1"),
          Map.entry("slsaprovenance", "https://slsa.dev/provenance/v0.2"),
          Map.entry("slsaprovenance02", "https://slsa.dev/provenance/v0.2"),
          Map.entry("slsaprovenance1", "https://slsa.dev/provenance/v1"),
          Map.entry("link", "https://in-toto.io/Link/v1"),
          Map.entry("openvex", "https://openvex.dev/ns"));

  private PredicateTypes() {}

  /// The URI of a name; a URI is its own.
  ///
  /// @throws UsageFailure where it is neither
  public static String uri(String name) {
    String known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    if (name.matches("[A-Za-z][A-Za-z0-9+.-]*:.+")) {
      return name;
    }
    throw new UsageFailure(
        "cannot use the type `" + name + "`",
        "one of " + String.join(", ", NAMES.keySet().stream().sorted().toList()) + ", or a URI");
  }
}
