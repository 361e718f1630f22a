package dev.assay.sign.trust;

import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;

/// A log of entries or of certificates.
///
/// @param baseUrl where it is; its host is the origin of the second version's checkpoints
/// @param id how entries name it
/// @param checkpointId how its checkpoints name its key; usually the same
public record TrustedLog(
    String baseUrl, Octets id, Octets checkpointId, VerifyKey key, Validity validity) {}
