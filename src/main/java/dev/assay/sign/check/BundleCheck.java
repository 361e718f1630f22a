package dev.assay.sign.check;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.cert.ChainCheck;
import dev.assay.sign.cert.SctCheck;
import dev.assay.sign.cert.SigningCertificate;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.log.LogCheck;
import dev.assay.sign.log.Signed;
import dev.assay.sign.time.TimestampCheck;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Verifies a bundle. The steps, in this order: who signed; that they signed these bytes; that the
/// bytes are about the artifact; that a log has it; when; that the certificate was good then; that
/// it was issued to whom it should be.
///
/// Types are told apart by `instanceof` here and where else verification passes: a `switch` over
/// types makes code at run time, which takes a tenth of a short process.
///
/// Source: <https://github.com/sigstore/architecture-docs/blob/main/client-spec.md>
public final class BundleCheck {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final Supplier<TrustedRoot> roots;
  private final Strictness strictness;
  private final Instant now;
  private Optional<TrustedRoot> known = Optional.empty();

  /// @param now what is from later is refused
  public BundleCheck(TrustedRoot root, Strictness strictness, Instant now) {
    this(() -> root, strictness, now);
  }

  /// @param roots read once, and only where somebody must be trusted: a bare key in no log needs
  ///   nobody
  /// @param now what is from later is refused
  public BundleCheck(Supplier<TrustedRoot> roots, Strictness strictness, Instant now) {
    this.roots = roots;
    this.strictness = strictness;
    this.now = now;
  }

  private TrustedRoot root() {
    TrustedRoot root = known.orElseGet(roots);
    known = Optional.of(root);
    return root;
  }

  /// Verifies.
  ///
  /// @throws Refused where it does not hold, for the first reason found
  public Verified verify(Bundle bundle, Artifact artifact, Expected expected) throws Refused {
    Optional<SigningCertificate> certificate = certificate(bundle, expected);
    VerifyKey key =
        certificate.isPresent() ? certificate.get().key() : ((Expected.ByKey) expected).key();
    Optional<Statement> statement = Optional.empty();
    Optional<Statement.Subject> subject = Optional.empty();
    if (bundle.content() instanceof Envelope envelope) {
      envelope(envelope, key);
      statement = Optional.of(Statement.read(envelope));
      subject = Optional.of(statement.get().about(artifact::digest));
    } else {
      message((Content.Message) bundle.content(), key, artifact);
    }
    List<Instant> times =
        times(
            bundle, signed(bundle.content(), artifact, certificate, key), certificate.isPresent());
    if (certificate.isPresent()) {
      certificate(certificate.get(), times);
      identity(certificate.get(), (Expected.ByIdentity) expected);
    }
    int logged = strictness.withoutLog() ? 0 : bundle.entries().size();
    return new Verified(certificate, times, logged, statement, subject);
  }

  private static Optional<SigningCertificate> certificate(Bundle bundle, Expected expected)
      throws Refused {
    if (!(bundle.material() instanceof Material.Certificates chain)) {
      if (expected instanceof Expected.ByIdentity) {
        throw new Refused(Reason.WRONG_MATERIAL, "it was signed with a key, and no key was given");
      }
      return Optional.empty();
    }
    if (expected instanceof Expected.ByKey) {
      throw new Refused(
          Reason.WRONG_MATERIAL, "it was signed with a certificate, not with the key given");
    }
    for (Octets certificate : chain.chain()) {
      if (ChainCheck.isRoot(SigningCertificate.parsed(certificate.bytes()))) {
        throw new Refused(Reason.ROOT_IN_BUNDLE, "the bundle brings its own root certificate");
      }
    }
    return Optional.of(SigningCertificate.read(chain.chain().getFirst().bytes()));
  }

  private static void message(Content.Message message, VerifyKey key, Artifact artifact)
      throws Refused {
    byte[] signature = message.signature().bytes();
    if (signature.length == 0) {
      throw new Refused(Reason.NO_SIGNATURE, "the bundle has no signature");
    }
    Octets claimed = message.digest();
    Optional<Octets> digest = artifact.digest(message.hash());
    if (!claimed.isEmpty() && !digest.equals(Optional.of(claimed))) {
      throw new Refused(
          Reason.WRONG_DIGEST,
          "it signs " + message.hash().plain() + ":" + claimed.hex() + ", not this artifact");
    }
    if (key.needsWholeMessage()) {
      byte[] whole =
          artifact
              .whole()
              .orElseThrow(() ->
                  new Refused(
                      Reason.UNSUPPORTED,
                      "an Ed25519 signature can be checked with the artifact alone, not its"
                          + " digest"));
      must(key.verifies(whole, signature));
      return;
    }
    boolean isSigned = false;
    for (Hash hash : key.hashes()) {
      Optional<Octets> found = artifact.digest(hash);
      isSigned |= found.isPresent() && key.verifiesDigest(found.get().bytes(), signature, hash);
    }
    must(isSigned);
  }

  private static void must(boolean isSigned) throws Refused {
    if (!isSigned) {
      throw new Refused(Reason.BAD_SIGNATURE, "the signature is not this key's over these bytes");
    }
  }

  private static void envelope(Envelope envelope, VerifyKey key) throws Refused {
    List<Octets> signatures = envelope.signatures();
    if (signatures.isEmpty() || signatures.getFirst().isEmpty()) {
      throw new Refused(Reason.NO_SIGNATURE, "the envelope has no signature");
    }
    if (signatures.size() > 1) {
      throw new Refused(
          Reason.SEVERAL_SIGNATURES,
          "the envelope has " + signatures.size() + " signatures, one is allowed");
    }
    must(key.verifies(envelope.signedBytes(), signatures.getFirst().bytes()));
  }

  private static Signed signed(
      Content content, Artifact artifact, Optional<SigningCertificate> certificate, VerifyKey key) {
    Octets verifier = Octets.of(certificate.map(SigningCertificate::encoded).orElse(key.spki()));
    return content instanceof Envelope envelope
        ? new Signed(
            Signed.Digests.of(envelope.signedBytes()),
            Signed.Digests.of(envelope.payload().bytes()),
            envelope.signatures().getFirst(),
            verifier)
        : new Signed(
            artifact::digest,
            Signed.Digests.NONE,
            ((Content.Message) content).signature(),
            verifier);
  }

  /// When it was signed: what logs and authorities say, all of which must hold.
  private List<Instant> times(Bundle bundle, Signed signed, boolean isNeeded) throws Refused {
    List<Instant> times = new ArrayList<>();
    List<Refused> untrusted = new ArrayList<>();
    for (Octets response : bundle.timestamps()) {
      TimestampCheck timestamps = new TimestampCheck(root().timestampAuthorities(), now);
      try {
        times.add(timestamps.check(response, signed.signature().bytes()));
      } catch (Refused e) {
        // Another authority's stamp beside ours does no harm.
        if (e.reason() != Reason.UNTRUSTED_TIMESTAMP) {
          throw e;
        }
        untrusted.add(e);
      }
    }
    if (!strictness.withoutLog()) {
      logged(bundle, signed, times);
    }
    if (times.isEmpty() && isNeeded) {
      if (!untrusted.isEmpty()) {
        throw untrusted.getFirst();
      }
      if (!strictness.withoutLog()) {
        throw new Refused(
            Reason.NO_TRUSTED_TIME,
            "no log and no timestamp authority says when it was signed, so the certificate may"
                + " have ended before");
      }
      times.add(now);
    }
    return times;
  }

  private void logged(Bundle bundle, Signed signed, List<Instant> times) throws Refused {
    if (bundle.entries().isEmpty()) {
      throw new Refused(Reason.NO_LOG_ENTRY, "it is in no transparency log");
    }
    LogCheck logs = new LogCheck(root(), now);
    List<Instant> stamped = List.copyOf(times);
    Set<Octets> seen = new HashSet<>();
    for (LogEntry entry : bundle.entries()) {
      if (!seen.add(entry.body())) {
        throw new Refused(Reason.DUPLICATE_LOG_ENTRY, "the same log entry is there twice");
      }
      if (!bundle.allowsPromiseAlone() && entry.proof().isEmpty()) {
        throw new Refused(
            Reason.NO_INCLUSION_PROOF, "the log entry comes without a proof of inclusion");
      }
      Optional<Instant> promised = logs.check(entry, signed);
      promised.ifPresent(times::add);
      // A key needs no time of its own; the log's must be good today, then.
      List<Instant> known = stamped.isEmpty() ? List.of(now) : stamped;
      logs.inTime(entry, promised.isPresent() ? List.of(promised.get()) : known);
    }
  }

  private void certificate(SigningCertificate certificate, List<Instant> times) throws Refused {
    certificate.checkUse();
    for (Instant time : times) {
      Certificate issuer =
          ChainCheck.check(
              certificate.certificate(), root().certificateAuthorities(), time, CODE_SIGNING);
      if (!strictness.withoutSct()) {
        SctCheck.check(certificate, issuer, root().certificateLogs());
      }
    }
  }

  private static void identity(SigningCertificate certificate, Expected.ByIdentity expected)
      throws Refused {
    String issuer = certificate.issuer();
    if (issuer.isEmpty() || !expected.issuer().accepts(issuer)) {
      throw new Refused(
          Reason.WRONG_ISSUER,
          "the identity is vouched for by `"
              + issuer
              + "`, not by `"
              + expected.issuer().text()
              + "`");
    }
    List<String> identities = certificate.identities();
    if (identities.stream().noneMatch(expected.identity()::accepts)) {
      throw new Refused(
          Reason.WRONG_IDENTITY,
          "it was signed by "
              + String.join(", ", identities)
              + ", not by `"
              + expected.identity().text()
              + "`");
    }
    for (Map.Entry<Integer, String> claim : expected.claims().entrySet()) {
      String found = certificate.claim(claim.getKey());
      if (!found.equals(claim.getValue())) {
        throw new Refused(
            Reason.WRONG_CLAIM,
            "claim "
                + claim.getKey()
                + " of the certificate is `"
                + found
                + "`, not `"
                + claim.getValue()
                + "`");
      }
    }
  }
}
