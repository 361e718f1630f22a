package dev.assay.ship;

import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.sign.bundle.PredicateTypes;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.image.Accepted;
import dev.assay.sign.write.Statements;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/// What is signed about an image.
///
/// @param word for lines: `vuln`; empty for a signature, which says nothing but that it is one
/// @param predicateType the URI
/// @param statement that is signed
/// @param annotations that must have been signed along
/// @param same whether a predicate that holds says the same
record Said(
    String word,
    String predicateType,
    Octets statement,
    Map<String, String> annotations,
    Predicate<Json> same) {
  Said {
    annotations = Map.copyOf(annotations);
  }

  /// A signature.
  static Said signature(Digest image, Map<String, String> annotations) {
    return new Said(
        "",
        Statement.SIGNATURE,
        Octets.of(Statements.signature(image, annotations)),
        annotations,
        predicate -> true);
  }

  /// A statement of a kind of cosign's.
  ///
  /// @param same whether a predicate that is there already will do
  static Said about(
      Statements.Subject subject, String type, byte[] predicate, Predicate<Json> same) {
    // The time stands in statements of another kind alone.
    byte[] statement = Statements.attestation(subject, type, predicate, Instant.EPOCH);
    return new Said(type, PredicateTypes.uri(type), Octets.of(statement), Map.of(), same);
  }

  /// Whether it is a statement, else a mere signature.
  boolean isAttestation() {
    return !word.isEmpty();
  }

  /// Whether one that is there and holds says the same.
  boolean isSaidBy(Accepted accepted) {
    return !isAttestation()
        || accepted
            .verified()
            .statement()
            .filter(statement -> same.test(statement.predicate()))
            .isPresent();
  }
}
