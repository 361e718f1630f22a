package dev.assay.sign.image;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.crypto.Octets;
import java.util.Optional;

/// Something that may be a signature or an attestation, read and not yet judged.
///
/// @param place where it was found, for messages: `bundle sha256:…`, `sha256-….sig[0]`
/// @param bundle in today's form, whatever form it had
/// @param payload the simple-signing payload; none where a statement is signed
record Candidate(String place, Bundle bundle, Optional<Octets> payload) {}
