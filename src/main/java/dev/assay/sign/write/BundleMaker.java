package dev.assay.sign.write;

import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.log.Signed;
import java.util.List;
import java.util.Optional;

/// Signs, and has it witnessed: first the time, which a short-lived certificate needs, then the
/// log.
public final class BundleMaker {
  private final SigningIdentity identity;
  private final Witnesses witnesses;

  public BundleMaker(SigningIdentity identity, Witnesses witnesses) {
    this.identity = identity;
    this.witnesses = witnesses;
  }

  /// The certificates it signs with; none for a bare key.
  public List<Octets> chain() {
    return identity.chain();
  }

  /// The key that checks its signatures.
  public VerifyKey publicKey() {
    return identity.signer().publicKey();
  }

  /// Signs a statement.
  public Bundle statement(byte[] statement) {
    Octets payload = Octets.of(statement);
    Envelope bare = new Envelope(payload, Envelope.IN_TOTO, List.of());
    byte[] signed = bare.signedBytes();
    Octets signature = Octets.of(identity.signer().sign(signed));
    Envelope envelope = new Envelope(payload, Envelope.IN_TOTO, List.of(signature));
    return bundle(
        envelope,
        new Witnesses.Logged(
            new Signed(
                Signed.Digests.of(signed),
                Signed.Digests.of(statement),
                signature,
                identity.verifier()),
            Optional.of(Octets.of(BundleWriter.write(envelope))),
            !identity.chain().isEmpty(),
            identity.signer().publicKey().details(),
            identity.signer().hash()));
  }

  /// Signs bytes.
  public Bundle message(byte[] message) {
    Octets signature = Octets.of(identity.signer().sign(message));
    Hash hash = identity.signer().hash();
    return bundle(
        new Content.Message(hash, Octets.of(hash.of(message)), signature),
        new Witnesses.Logged(
            new Signed(
                Signed.Digests.of(message), Signed.Digests.NONE, signature, identity.verifier()),
            Optional.empty(),
            !identity.chain().isEmpty(),
            identity.signer().publicKey().details(),
            identity.signer().hash()));
  }

  private Bundle bundle(Content content, Witnesses.Logged logged) {
    Material material =
        identity.chain().isEmpty()
            ? new Material.KeyHint(Octets.of(identity.signer().publicKey().fingerprint()).base64())
            : // The chain above it is the trusted root's business.
            new Material.Certificates(identity.chain().subList(0, 1));
    List<Octets> stamps = witnesses.stamp(logged.signed().signature());
    return new Bundle("0.3", material, witnesses.log(logged), stamps, content);
  }
}
