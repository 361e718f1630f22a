package dev.assay.sign.image;

import dev.assay.model.Digest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.fake.FakeAuthority.Leaf;
import dev.assay.sign.fake.FakeSigstore;
import dev.assay.sign.fake.Keys;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Statements;
import dev.assay.sign.write.Witnesses;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Signatures of one image, good ones and forged ones.
final class Forge {
  static final Digest IMAGE = Digest.sha256("the image".getBytes(StandardCharsets.US_ASCII));
  static final Digest OTHER = Digest.sha256("another".getBytes(StandardCharsets.US_ASCII));
  static final Strictness NO_LOG = new Strictness(true, false);

  final FakeSigstore sigstore = new FakeSigstore();
  final KeyPair key = Keys.ecdsa();
  final KeyPair session = Keys.ecdsa();

  Expected byKey() {
    return new Expected.ByKey(Keys.signer(key).publicKey());
  }

  static Expected byIdentity() {
    return byIdentity(
        new TextMatch.Exact(FakeSigstore.IDENTITY), new TextMatch.Exact(FakeSigstore.ISSUER));
  }

  static Expected byIdentity(TextMatch identity, TextMatch issuer) {
    return new Expected.ByIdentity(identity, issuer, Map.of());
  }

  static byte[] statement(Digest image) {
    return Statements.signature(image, Map.of());
  }

  /// Signed with the key, in no log.
  Bundle keyed(byte[] statement) {
    return new BundleMaker(new SigningIdentity(Keys.signer(key), List.of()), Witnesses.NONE)
        .statement(statement);
  }

  Bundle keyed() {
    return keyed(statement(IMAGE));
  }

  Bundle keyed(String statement) {
    return keyed(statement.getBytes(StandardCharsets.UTF_8));
  }

  /// Signed with the key: any payload, any type.
  Bundle enveloped(byte[] payload, String type) {
    Envelope bare = new Envelope(Octets.of(payload), type, List.of());
    byte[] signature = Keys.sign(key.getPrivate(), bare.signedBytes());
    return with(keyed(), new Envelope(bare.payload(), type, List.of(Octets.of(signature))));
  }

  static Bundle with(Bundle bundle, Envelope envelope) {
    return new Bundle(
        bundle.version(), bundle.material(), bundle.entries(), bundle.timestamps(), envelope);
  }

  static Bundle signatures(Bundle bundle, List<Octets> signatures) {
    Envelope envelope = (Envelope) bundle.content();
    return with(bundle, new Envelope(envelope.payload(), envelope.payloadType(), signatures));
  }

  static Bundle entries(Bundle bundle, List<LogEntry> entries) {
    return new Bundle(
        bundle.version(), bundle.material(), entries, bundle.timestamps(), bundle.content());
  }

  static Bundle entry(Bundle bundle, UnaryOperator<LogEntry> change) {
    return entries(bundle, List.of(change.apply(bundle.entries().getFirst())));
  }

  static Bundle proof(Bundle bundle, UnaryOperator<LogEntry.Proof> change) {
    return entry(
        bundle,
        e ->
            new LogEntry(
                e.logIndex(),
                e.logId(),
                e.kind(),
                e.version(),
                e.integratedTime(),
                e.promise(),
                e.proof().map(change),
                e.body()));
  }

  static Bundle checkpoint(Bundle bundle, UnaryOperator<String> change) {
    return proof(
        bundle,
        p ->
            new LogEntry.Proof(
                p.logIndex(),
                p.rootHash(),
                p.treeSize(),
                p.hashes(),
                change.apply(p.checkpoint())));
  }

  static Bundle stamps(Bundle bundle, List<Octets> stamps) {
    return new Bundle(
        bundle.version(), bundle.material(), bundle.entries(), stamps, bundle.content());
  }

  static Bundle material(Bundle bundle, Material material) {
    return new Bundle(
        bundle.version(), material, bundle.entries(), bundle.timestamps(), bundle.content());
  }

  /// Signed with a certificate, logged.
  Bundle keyless(int logVersion, UnaryOperator<Leaf> change) {
    SigningIdentity identity = sigstore.identity(session, change.apply(sigstore.leaf(session)));
    return new BundleMaker(identity, sigstore.witnesses(logVersion)).statement(statement(IMAGE));
  }

  Bundle keyless(int logVersion) {
    return keyless(logVersion, leaf -> leaf);
  }

  /// Signed with the key, logged.
  Bundle keyedAndLogged(int logVersion) {
    return new BundleMaker(
            new SigningIdentity(Keys.signer(key), List.of()), sigstore.witnesses(logVersion))
        .statement(statement(IMAGE));
  }

  ImageVerdict verify(MemoryStore store, Expected who, Strictness strictness) {
    return verify(store, who, strictness, sigstore.root());
  }

  static ImageVerdict verify(
      MemoryStore store, Expected who, Strictness strictness, TrustedRoot root) {
    Demands demands = new Demands(who, Map.of(), false, "", false, false);
    return verify(store, demands, new BundleCheck(root, strictness, Instant.now()));
  }

  static ImageVerdict verify(MemoryStore store, Demands demands, BundleCheck check) {
    return new ImageCheck(check, demands).verify(store, IMAGE);
  }

  static Optional<Rejected> only(ImageVerdict verdict) {
    return verdict.rejected().stream().findFirst();
  }
}
