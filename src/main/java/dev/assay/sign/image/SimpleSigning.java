package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.util.LinkedHashMap;
import java.util.Map;

/// What cosign signed before bundles: the image's digest, the name it had, and annotations.
///
/// Source: <https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md>
///
/// @param repository where the image was when it was signed
/// @param digest of the image
/// @param optional what was added with `-a`
record SimpleSigning(String repository, String digest, Map<String, String> optional) {
  /// The only type there is.
  static final String TYPE = "cosign container image signature";

  SimpleSigning {
    optional = Map.copyOf(optional);
  }

  static SimpleSigning read(byte[] payload) throws Refused {
    Json json;
    try {
      json = ExactKeys.parse(payload, "signed payload");
    } catch (InputFailure e) {
      throw new Refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
    Json critical = json.at("critical");
    if (!critical.text("type").equals(TYPE)) {
      throw new Refused(
          Reason.WRONG_PAYLOAD,
          "the signed payload is a `" + critical.text("type") + "`, not a `" + TYPE + "`");
    }
    Map<String, String> optional = new LinkedHashMap<>();
    json.at("optional").members().forEach((key, value) -> optional.put(key, value.text()));
    return new SimpleSigning(
        critical.at("identity").text("docker-reference"),
        critical.at("image").text("docker-manifest-digest"),
        optional);
  }
}
