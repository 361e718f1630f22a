package dev.assay.sign.image;

import dev.assay.sign.check.Expected;
import java.util.Map;

/// What is demanded of an image's signatures.
///
/// @param who must have signed
/// @param annotations that must have been signed along
/// @param isAttestation whether statements about the image are wanted, else signatures of it
/// @param predicateType of the statements, a URI; a version may follow it
/// @param acceptsAttestations whether an attestation will do for a signature
/// @param checksRepository whether a signature of another repository is refused
public record Demands(
    Expected who,
    Map<String, String> annotations,
    boolean isAttestation,
    String predicateType,
    boolean acceptsAttestations,
    boolean checksRepository) {
  public Demands {
    annotations = Map.copyOf(annotations);
  }
}
