package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import dev.assay.model.Digest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.fake.Keys;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.write.BundleMaker;
import dev.assay.sign.write.LegacyLayers;
import dev.assay.sign.write.SignatureWriter.Layer;
import dev.assay.sign.write.SigningIdentity;
import dev.assay.sign.write.Statements;
import dev.assay.sign.write.Witnesses;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signatures of the older form, several at once, and what must go on holding.
class MixedCasesTest {
  private static final String REPOSITORY = "registry.example/app";

  private final Forge forge = new Forge();

  private SigningIdentity key() {
    return new SigningIdentity(Keys.signer(forge.key), List.of());
  }

  private Layer legacy(byte[] payload) {
    return LegacyLayers.signature(new BundleMaker(key(), Witnesses.NONE).message(payload), payload);
  }

  private Layer legacy(String repository, Digest image) {
    return legacy(LegacyLayers.payload(repository, image, Map.of()));
  }

  private ImageVerdict verify(MemoryStore store) {
    return forge.verify(store, forge.byKey(), Forge.NO_LOG);
  }

  private void refused(Reason reason, MemoryStore store) {
    ImageVerdict verdict = verify(store);
    assertEquals(List.of(), verdict.accepted());
    assertEquals(reason, verdict.rejected().getFirst().reason());
  }

  @Test
  void goodOnesOfEveryKindHold() {
    assertEquals(1, verify(new MemoryStore().with(forge.keyed())).accepted().size());
    assertEquals(
        1, verify(new MemoryStore().with(legacy(REPOSITORY, Forge.IMAGE))).accepted().size());
    for (int version = 1; version <= 2; version++) {
      MemoryStore keyless = new MemoryStore().with(forge.keyless(version));
      ImageVerdict verdict = forge.verify(keyless, Forge.byIdentity(), Strictness.FULL);
      assertEquals(1, verdict.accepted().size(), verdict::toString);
      MemoryStore keyed = new MemoryStore().with(forge.keyedAndLogged(version));
      verdict = forge.verify(keyed, forge.byKey(), Strictness.FULL);
      assertEquals(1, verdict.accepted().size(), verdict::toString);
    }
  }

  @Test
  void aHintThatLiesDoesNoHarm() {
    Bundle lying = Forge.material(forge.keyed(), new Material.KeyHint("another key"));
    assertEquals(1, verify(new MemoryStore().with(lying)).accepted().size());
  }

  @Test
  void ofTwoSubjectsOneIsEnough() {
    String statement =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
            + Forge.OTHER.hex()
            + "\"}},{\"digest\":{\"sha256\":\""
            + Forge.IMAGE.hex()
            + "\"}}],\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"predicate\":{}}";
    ImageVerdict verdict = verify(new MemoryStore().with(forge.keyed(statement)));
    assertEquals(1, verdict.accepted().size());
    assertEquals(
        2, verdict.accepted().getFirst().verified().statement().orElseThrow().subjects().size());
  }

  @Test
  void anotherRepositoryIsRefusedWhereAsked() {
    MemoryStore store = new MemoryStore().with(legacy("registry.example/other", Forge.IMAGE));
    assertEquals(1, verify(store).accepted().size());
    Demands strict = new Demands(forge.byKey(), Map.of(), false, "", false, true);
    BundleCheck check = new BundleCheck(forge.sigstore.root(), Forge.NO_LOG, Instant.now());
    assertEquals(
        Reason.WRONG_REPOSITORY, Forge.verify(store, strict, check).rejected().getFirst().reason());
  }

  @Test
  void olderSignaturesOfSomethingElseAreRefused() {
    refused(Reason.WRONG_DIGEST, new MemoryStore().with(legacy(REPOSITORY, Forge.OTHER)));
    byte[] payload = LegacyLayers.payload(REPOSITORY, Forge.IMAGE, Map.of());
    Layer good = legacy(payload);
    byte[] changed = payload.clone();
    changed[changed.length - 2] ^= 1;
    refused(
        Reason.BAD_SIGNATURE,
        new MemoryStore()
            .with(new Layer(good.mediaType(), Octets.of(changed), good.annotations())));
    String text = new String(payload, StandardCharsets.UTF_8);
    refused(
        Reason.WRONG_PAYLOAD,
        new MemoryStore()
            .with(
                legacy(
                    text.replace("cosign container image signature", "something")
                        .getBytes(StandardCharsets.UTF_8))));
    refused(
        Reason.MALFORMED,
        new MemoryStore()
            .with(
                legacy(
                    text.replaceFirst("\\{", "{\"optional\":{},")
                        .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aPromiseForAnotherSignatureIsRefused() {
    byte[] payload = LegacyLayers.payload(REPOSITORY, Forge.IMAGE, Map.of());
    Witnesses witnesses = forge.sigstore.witnesses(1);
    Layer mine =
        LegacyLayers.signature(new BundleMaker(key(), witnesses).message(payload), payload);
    ImageVerdict good = forge.verify(new MemoryStore().with(mine), forge.byKey(), Strictness.FULL);
    assertEquals(1, good.accepted().size(), good::toString);
    SigningIdentity stranger = new SigningIdentity(Keys.signer(Keys.ecdsa()), List.of());
    byte[] other = LegacyLayers.payload(REPOSITORY, Forge.OTHER, Map.of());
    for (BundleMaker maker :
        List.of(new BundleMaker(stranger, witnesses), new BundleMaker(key(), witnesses))) {
      Layer foreign = LegacyLayers.signature(maker.message(other), other);
      Map<String, String> annotations = new HashMap<>(mine.annotations());
      annotations.put(
          LegacyReader.BUNDLE, foreign.annotations().getOrDefault(LegacyReader.BUNDLE, ""));
      MemoryStore store =
          new MemoryStore().with(new Layer(mine.mediaType(), mine.content(), annotations));
      ImageVerdict verdict = forge.verify(store, forge.byKey(), Strictness.FULL);
      assertEquals(Reason.WRONG_LOG_ENTRY, verdict.rejected().getFirst().reason());
    }
  }

  @Test
  void anEmptyExpressionIsAMistakeAndAnOpenOneIsSeen() {
    assertThrows(UsageFailure.class, () -> TextMatch.expression("", "--x"));
    TextMatch.Expression open = TextMatch.expression("https://github.com/example/app/.*", "--x");
    assertTrue(open.isUnanchored());
    assertTrue(open.accepts("https://evil.example/?https://github.com/example/app/"));
  }

  @Test
  void aForeignBundleHidesNoOlderSignatureNorTheOtherWayRound() {
    byte[] provenance =
        Statements.attestation(
            new Statements.Subject(REPOSITORY, Forge.IMAGE),
            "https://slsa.dev/provenance/v1",
            "{}".getBytes(StandardCharsets.UTF_8),
            Instant.now());
    Bundle foreign =
        new BundleMaker(new SigningIdentity(Keys.signer(Keys.ecdsa()), List.of()), Witnesses.NONE)
            .statement(provenance);
    MemoryStore beside = new MemoryStore().with(foreign).with(legacy(REPOSITORY, Forge.IMAGE));
    assertEquals(1, verify(beside).accepted().size());
    MemoryStore badLegacy =
        new MemoryStore().with(forge.keyed()).with(legacy(REPOSITORY, Forge.OTHER));
    assertEquals(1, verify(badLegacy).accepted().size());
    MemoryStore oneBad =
        new MemoryStore()
            .with("broken".getBytes(StandardCharsets.UTF_8), Map.of())
            .with(forge.keyed());
    ImageVerdict verdict = verify(oneBad);
    assertEquals(1, verdict.accepted().size());
    assertEquals(Reason.MALFORMED, verdict.rejected().getFirst().reason());
  }

  @Test
  void signaturesThatTogetherAreTooLongAreNotAllRead() {
    byte[] huge = new byte[30 << 20];
    MemoryStore store = new MemoryStore().with(forge.keyed());
    for (int i = 0; i < 3; i++) {
      store.with(huge.clone(), Map.of());
    }
    ImageVerdict verdict = verify(store);
    assertEquals(1, verdict.accepted().size());
    assertEquals(
        List.of(Reason.MALFORMED, Reason.MALFORMED, Reason.OVER_LIMIT),
        verdict.rejected().stream().map(Rejected::reason).toList());
    refused(Reason.OVER_LIMIT, new MemoryStore().with(new byte[(32 << 20) + 1], Map.of()));
  }

  @Test
  void theOtherFormOfAnEcdsaSignatureIsNoSecondOne() {
    Bundle good = forge.keyed();
    Envelope envelope = (Envelope) good.content();
    Der signature = Der.read(envelope.signatures().getFirst().bytes());
    BigInteger order =
        ((java.security.interfaces.ECPublicKey) forge.key.getPublic()).getParams().getOrder();
    byte[] twin =
        Der.write(
            Der.SEQUENCE,
            signature.item(0).encoded(),
            Der.write(Der.INTEGER, order.subtract(signature.item(1).integer()).toByteArray()));
    Bundle second = Forge.signatures(good, List.of(Octets.of(twin)));
    assertEquals(1, verify(new MemoryStore().with(second)).accepted().size());
    assertEquals(1, verify(new MemoryStore().with(good).with(second)).accepted().size());
    assertEquals(2, verify(new MemoryStore().with(good).with(forge.keyed())).accepted().size());
  }
}
