package dev.assay.sign.write;

import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.log.Signed;
import java.util.List;
import java.util.Optional;

/// Who else vouches for a signature: logs that it happened, authorities when it did.
public interface Witnesses {
  /// Nobody.
  Witnesses NONE =
      new Witnesses() {
        @Override
        public List<LogEntry> log(Logged what) {
          return List.of();
        }

        @Override
        public List<Octets> stamp(Octets signature) {
          return List.of();
        }
      };

  /// What is to be logged.
  ///
  /// @param signed digests, signature and verifier
  /// @param envelope the envelope as JSON, where one was signed
  /// @param certificate whether the verifier is one, else a bare key
  /// @param keyDetails Sigstore's name of the key's kind
  /// @param hash of the digest that was signed
  record Logged(
      Signed signed,
      Optional<Octets> envelope,
      boolean certificate,
      String keyDetails,
      Hash hash) {}

  /// Enters a signature into every log there is.
  ///
  /// @throws dev.assay.failure.Failure where one does not take it
  List<LogEntry> log(Logged what);

  /// Has a signature stamped by every authority there is.
  ///
  /// @throws dev.assay.failure.Failure where one does not
  List<Octets> stamp(Octets signature);
}
