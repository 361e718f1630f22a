package dev.assay.cli.sign;

/// Exit codes of verification, as cosign documents them, and one more: that a registry cannot be
/// asked never means that there is no signature.
///
/// Source: <https://github.com/sigstore/cosign/blob/main/doc/cosign_exit_codes.md>
enum SignCode {
  /// All is well.
  HOLDS(0),
  /// A policy is not satisfied, or a blob's signature does not hold.
  REFUSED(1),
  /// There is no signature.
  NO_SIGNATURE(10),
  /// There is no such image.
  NO_IMAGE(11),
  /// There are signatures, and none holds.
  NO_MATCH(12),
  /// There are signatures by keys alone, where an identity was asked for.
  NO_CERTIFICATE(13),
  /// The registry did not answer, or not with what was asked for.
  NO_ANSWER(14);

  private final int code;

  SignCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
