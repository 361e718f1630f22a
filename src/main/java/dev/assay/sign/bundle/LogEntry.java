package dev.assay.sign.bundle;

import dev.assay.sign.crypto.Octets;
import java.util.List;
import java.util.Optional;

/// An entry of a transparency log, with what the log says about it.
///
/// @param logIndex among all entries of the log's shards
/// @param logId which log
/// @param kind of the body: `hashedrekord`
/// @param version of the kind: `0.0.1`
/// @param integratedTime seconds since 1970, 0 for none; nobody signs it but the promise
/// @param promise the log's signature over the entry (SET); may be empty
/// @param body the entry itself
public record LogEntry(
    long logIndex,
    Octets logId,
    String kind,
    String version,
    long integratedTime,
    Octets promise,
    Optional<Proof> proof,
    Octets body) {
  /// That the log has it.
  ///
  /// @param logIndex within the tree
  /// @param hashes the audit path, from the leaf up
  /// @param checkpoint the tree's signed head, as a note
  public record Proof(
      long logIndex, Octets rootHash, long treeSize, List<Octets> hashes, String checkpoint) {
    public Proof {
      hashes = List.copyOf(hashes);
    }
  }
}
