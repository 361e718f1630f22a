package dev.assay.sign.verdict;

import java.util.Locale;

/// Each way in which a signature can fail to hold. Programs may rely on the codes.
public enum Reason {
  /// Not a bundle, envelope, certificate, … of the format it says it is.
  MALFORMED,
  /// Larger or deeper than is read.
  OVER_LIMIT,
  /// A version or kind that this program does not know.
  UNSUPPORTED,
  /// There is no signature in it.
  NO_SIGNATURE,
  /// Several signatures where exactly one is allowed.
  SEVERAL_SIGNATURES,
  /// The bytes were not signed with this key.
  BAD_SIGNATURE,
  /// Signed bytes that are of another kind than an in-toto statement.
  WRONG_PAYLOAD_TYPE,
  /// A statement whose `_type` is not in-toto's.
  WRONG_STATEMENT_TYPE,
  /// A statement about something else than was asked for.
  WRONG_PREDICATE_TYPE,
  /// A genuine statement that is no signature.
  ONLY_ATTESTED,
  /// A statement that names no artifact.
  NO_SUBJECT,
  /// Signed, but another artifact.
  WRONG_SUBJECT,
  /// Signed for an image, which needs a statement; this signs bare bytes.
  NOT_A_STATEMENT,
  /// The digest it carries is not the artifact's.
  WRONG_DIGEST,
  /// Asked for a key, found a certificate, or the other way round.
  WRONG_MATERIAL,
  /// A key that no algorithm of ours fits.
  WEAK_KEY,
  /// The certificate's name is not the one asked for.
  WRONG_IDENTITY,
  /// The certificate's identity provider is not the one asked for.
  WRONG_ISSUER,
  /// A claim of the certificate is not the one asked for.
  WRONG_CLAIM,
  /// No authority of the trusted root issued the certificate.
  UNTRUSTED_ISSUER,
  /// The bundle brings its own root.
  ROOT_IN_BUNDLE,
  /// A certificate for something else than signing code.
  WRONG_KEY_USAGE,
  /// A certificate that may itself issue certificates.
  CA_CERTIFICATE,
  /// The certificate had ended when it was used.
  CERTIFICATE_EXPIRED,
  /// The certificate had not begun when it was used.
  CERTIFICATE_NOT_YET_VALID,
  /// No transparency log has promised to publish the certificate.
  NO_SCT,
  /// Promises, but none by a log of the trusted root.
  UNTRUSTED_SCT,
  /// A promise that its log did not sign.
  BAD_SCT,
  /// Nothing says when it was signed.
  NO_TRUSTED_TIME,
  /// Not in a transparency log.
  NO_LOG_ENTRY,
  /// The same entry twice.
  DUPLICATE_LOG_ENTRY,
  /// A log that the trusted root does not know.
  UNKNOWN_LOG,
  /// A log's, authority's or timestamper's key outside of its time.
  KEY_OUTSIDE_VALIDITY,
  /// The entry is about another signature, key or artifact.
  WRONG_LOG_ENTRY,
  /// The entry comes without a proof that the log has it.
  NO_INCLUSION_PROOF,
  /// The proof does not lead to the root.
  BAD_INCLUSION_PROOF,
  /// The log's head is not what the log signed.
  BAD_CHECKPOINT,
  /// The log's head is that of another tree.
  WRONG_CHECKPOINT,
  /// The log did not sign its promise for the entry.
  BAD_LOG_PROMISE,
  /// A time that nobody has signed.
  UNSIGNED_TIME,
  /// Signed in the future.
  TIME_IN_FUTURE,
  /// A timestamp of other bytes.
  WRONG_TIMESTAMP,
  /// A timestamp by an authority that the trusted root does not know.
  UNTRUSTED_TIMESTAMP,
  /// A timestamp that its authority did not sign.
  BAD_TIMESTAMP,
  /// A signature of another repository.
  WRONG_REPOSITORY,
  /// A simple-signing payload of another type than cosign's.
  WRONG_PAYLOAD,
  /// An annotation that was asked for is absent or different.
  WRONG_ANNOTATION,
  /// It says it belongs to another image.
  WRONG_REFERRER,
  /// The predicate does not satisfy the policy.
  POLICY;

  /// As it is written: `wrong-identity`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
