package dev.assay.sign.image;

import dev.assay.model.Digest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Verified;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Verifies an image's signatures, or attestations about it. Every candidate is judged for itself;
/// one that holds is enough, and each that does not is reported with its reason.
public final class ImageCheck {
  private final BundleCheck check;
  private final Demands demands;

  public ImageCheck(BundleCheck check, Demands demands) {
    this.check = check;
    this.demands = demands;
  }

  /// Judges all there is.
  ///
  /// @param image the digest that a tag was resolved to, once
  /// @throws dev.assay.failure.Failure where it cannot be told what there is
  public ImageVerdict verify(SignatureStore store, Digest image) {
    Candidates candidates = new Candidates(store, demands.isAttestation());
    candidates.gather(image, demands.acceptsAttestations());
    List<Accepted> accepted = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>(candidates.rejected());
    Set<Octets> signatures = new HashSet<>();
    for (Candidate candidate : candidates.found()) {
      try {
        Accepted holds = judge(candidate, image, store.name());
        if (signatures.add(essence(candidate))) {
          accepted.add(holds);
        }
      } catch (Refused e) {
        rejected.add(new Rejected(candidate.place(), e.reason(), e.detail()));
      }
    }
    return new ImageVerdict(image, accepted, rejected);
  }

  private Accepted judge(Candidate candidate, Digest image, String repository) throws Refused {
    return candidate.payload().isPresent()
        ? payload(candidate, candidate.payload().get(), image, repository)
        : statement(candidate, image, repository);
  }

  private Accepted payload(Candidate candidate, Octets payload, Digest image, String repository)
      throws Refused {
    Verified verified =
        check.verify(candidate.bundle(), new Artifact.Content(payload), demands.who());
    SimpleSigning signed = SimpleSigning.read(payload.bytes());
    if (!signed.digest().equals(image.toString())) {
      throw new Refused(
          Reason.WRONG_DIGEST, "it signs the image " + signed.digest() + ", not " + image);
    }
    repository(signed.repository(), repository);
    annotations(signed.optional());
    return new Accepted(
        candidate.place(), candidate.bundle(), verified, signed.repository(), signed.optional());
  }

  private Accepted statement(Candidate candidate, Digest image, String repository) throws Refused {
    if (!(candidate.bundle().content() instanceof Envelope envelope)) {
      throw new Refused(
          Reason.NOT_A_STATEMENT, "it signs bare bytes, an image is signed by a statement");
    }
    if (!List.of("0.3", Bundle.LEGACY).contains(candidate.bundle().version())) {
      throw new Refused(
          Reason.UNSUPPORTED,
          "bundles of version " + candidate.bundle().version() + " are not attached to images");
    }
    Artifact artifact =
        new Artifact.Known(
            Hash.ofPlain(image.algorithm()).orElseThrow(),
            Octets.of(HexFormat.of().parseHex(image.hex())));
    Verified verified = check.verify(candidate.bundle(), artifact, demands.who());
    Statement statement = verified.statement().orElseGet(() -> unreachable(envelope));
    predicate(statement);
    Statement.Subject subject = verified.subject().orElseThrow();
    repository(subject.name(), repository);
    annotations(subject.annotations());
    return new Accepted(
        candidate.place(), candidate.bundle(), verified, subject.name(), subject.annotations());
  }

  private static Statement unreachable(Envelope envelope) {
    throw new IllegalStateException("verified without a statement: " + envelope.payloadType());
  }

  private void predicate(Statement statement) throws Refused {
    String type = statement.predicateType();
    if (demands.isAttestation()) {
      boolean isWanted =
          type.equals(demands.predicateType()) || type.startsWith(demands.predicateType() + "/v");
      if (!isWanted) {
        throw new Refused(
            Reason.WRONG_PREDICATE_TYPE,
            "the statement is `" + type + "`, not `" + demands.predicateType() + "`");
      }
    } else if (!type.equals(Statement.SIGNATURE) && !demands.acceptsAttestations()) {
      throw new Refused(Reason.ONLY_ATTESTED, "it is an attestation (" + type + "), no signature");
    }
  }

  /// Where a signature names the repository it was made for; those of today do not.
  private void repository(String signed, String repository) throws Refused {
    if (demands.checksRepository() && !signed.isEmpty() && !signed.equals(repository)) {
      throw new Refused(
          Reason.WRONG_REPOSITORY,
          "it was made for an image in " + signed + ", not in " + repository);
    }
  }

  private void annotations(Map<String, String> signed) throws Refused {
    for (Map.Entry<String, String> wanted : demands.annotations().entrySet()) {
      String found = signed.getOrDefault(wanted.getKey(), "");
      if (!found.equals(wanted.getValue())) {
        throw new Refused(
            Reason.WRONG_ANNOTATION,
            "annotation "
                + wanted.getKey()
                + " is `"
                + found
                + "`, not `"
                + wanted.getValue()
                + "`");
      }
    }
  }

  /// What makes a signature another one. Of an ECDSA signature only the first number counts:
  /// whoever has one can make a second of it without the key.
  private static Octets essence(Candidate candidate) {
    Octets signature =
        candidate.bundle().content() instanceof Envelope envelope
            ? envelope.signatures().getFirst()
            : ((Content.Message) candidate.bundle().content()).signature();
    byte[] bytes = signature.bytes();
    boolean isEcdsa = bytes.length > 8 && bytes[0] == Der.SEQUENCE && bytes.length < 150;
    if (!isEcdsa) {
      return signature;
    }
    try {
      return Octets.of(Der.read(bytes).item(0).integer().toByteArray());
    } catch (dev.assay.failure.InputFailure e) {
      return signature;
    }
  }
}
