package dev.assay.sign.bundle;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// An in-toto statement: what (a predicate) is said about what (its subjects).
///
/// Source: <https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md>
///
/// @param predicateType a URI
/// @param predicate of that type
public record Statement(List<Subject> subjects, String predicateType, Json predicate) {
  /// What an image's signature says: nothing but that it is signed.
  public static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

  private static final List<String> TYPES =
      List.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");
  private static final int MAX_SUBJECTS = 10_000;

  public Statement {
    subjects = List.copyOf(subjects);
  }

  /// An artifact that the statement is about.
  ///
  /// @param name of no weight; the digests decide
  public record Subject(String name, Map<Hash, Octets> digests, Map<String, String> annotations) {
    public Subject {
      digests = Map.copyOf(digests);
      annotations = Map.copyOf(annotations);
    }
  }

  /// Reads the payload of an envelope.
  ///
  /// @throws Refused where it is not a statement about at least one artifact
  public static Statement read(Envelope envelope) throws Refused {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new Refused(
          Reason.WRONG_PAYLOAD_TYPE,
          "the payload is `" + envelope.payloadType() + "`, not an in-toto statement");
    }
    Json json = parsed(envelope);
    if (!TYPES.contains(json.text("_type"))) {
      throw new Refused(
          Reason.WRONG_STATEMENT_TYPE,
          "the statement's type is `" + json.text("_type") + "`, not in-toto's");
    }
    List<Subject> subjects = new ArrayList<>();
    for (Json subject : json.at("subject").items()) {
      subjects.add(subject(subject));
    }
    if (subjects.isEmpty() || subjects.size() > MAX_SUBJECTS) {
      throw new Refused(Reason.NO_SUBJECT, "the statement names " + subjects.size() + " artifacts");
    }
    return new Statement(subjects, json.text("predicateType"), json.at("predicate"));
  }

  private static Json parsed(Envelope envelope) throws Refused {
    try {
      return ExactKeys.parse(envelope.payload().bytes(), "statement");
    } catch (InputFailure e) {
      throw new Refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Subject subject(Json subject) throws Refused {
    Map<Hash, Octets> digests = new EnumMap<>(Hash.class);
    for (Map.Entry<String, Json> digest : subject.at("digest").members().entrySet()) {
      Hash hash = Hash.ofPlain(digest.getKey()).orElse(null);
      if (hash != null) {
        digests.put(hash, Octets.of(digest(digest.getValue().text(), hash)));
      }
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    subject.at("annotations").members().forEach((key, value) -> annotations.put(key, value.text()));
    return new Subject(subject.text("name"), digests, annotations);
  }

  /// Lower case alone: two ways to write a digest are one too many.
  private static byte[] digest(String hex, Hash hash) throws Refused {
    if (!hex.matches("[0-9a-f]{" + 2 * hash.sizeBytes() + "}")) {
      throw new Refused(
          Reason.MALFORMED, "a subject's " + hash.plain() + " is not lower-case hexadecimal");
    }
    return HexFormat.of().parseHex(hex);
  }

  /// The subject that is this artifact.
  ///
  /// @param artifact gives its digests, of which it may know only one
  /// @throws Refused where none is
  public Subject about(Function<Hash, Optional<Octets>> artifact) throws Refused {
    if (subjects.stream().allMatch(subject -> subject.digests().isEmpty())) {
      throw new Refused(Reason.NO_SUBJECT, "no artifact of the statement has a digest");
    }
    for (Hash hash : Hash.values()) {
      if (subjects.stream().noneMatch(subject -> subject.digests().containsKey(hash))) {
        continue;
      }
      Optional<Octets> digest = artifact.apply(hash);
      for (Subject subject : subjects) {
        if (digest.isPresent() && digest.equals(Optional.ofNullable(subject.digests().get(hash)))) {
          return subject;
        }
      }
    }
    throw new Refused(
        Reason.WRONG_SUBJECT, "the statement is about " + named() + ", not about this artifact");
  }

  private String named() {
    Map.Entry<Hash, Octets> first =
        subjects.stream()
            .flatMap(subject -> subject.digests().entrySet().stream())
            .findFirst()
            .orElseThrow();
    return first.getKey().plain() + ":" + first.getValue().hex();
  }
}
