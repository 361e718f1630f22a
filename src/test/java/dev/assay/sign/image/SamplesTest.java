package dev.assay.sign.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.HttpSettings;
import dev.assay.registry.layout.Layout;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.TextMatch;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Reason;
import dev.assay.support.TestData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Images signed by real cosign, with real services behind it, lie here as OCI layouts.
class SamplesTest {
  private static final Digest AMD64 =
      Digest.parse("sha256:19124f51796134b8ae3bca21ffec12a37593f52bb140b31287ad2d5d921383bb");
  private static final Digest ARM64 =
      Digest.parse("sha256:dd669941db9e393ed4673bb828199d773962f65df0800e993cd1306a0b130d75");
  private static final Digest INDEX =
      Digest.parse("sha256:191600e88599a47249e7c154056c8eb484d1bef67c2a4c68f1ac77a0ca7db976");
  private static final String WORKFLOW =
      "https://github.com/example/app/.github/workflows/build.yml@refs/heads/main";
  private static final Strictness NO_LOG = new Strictness(true, false);

  @TempDir Path work;

  private static Path samples() {
    return TestData.require("sign-samples/INDEX.md").getParent();
  }

  private SignatureStore sample(String number) throws IOException {
    try (Stream<Path> folders = Files.list(samples())) {
      Path folder =
          folders
              .filter(f -> f.getFileName().toString().startsWith(number + "-"))
              .findFirst()
              .orElseThrow();
      Path written = SampleLayout.write(folder, work.resolve(folder.getFileName()));
      ImageRef ref = ImageRef.layout(written.toString());
      Layout layout = new Layout(written, HttpSettings.standard("test", Map.of()));
      return new RegistryStore(layout, ref, ref);
    }
  }

  private static Expected key() throws IOException {
    return new Expected.ByKey(
        VerifyKey.ofPem(Files.readString(samples().resolve("cosign.pub")), "key"));
  }

  private static Expected identity(String who, String issuer) {
    return new Expected.ByIdentity(new TextMatch.Exact(who), new TextMatch.Exact(issuer), Map.of());
  }

  private static Expected workflow() {
    return identity(WORKFLOW, "http://127.0.0.1:5557");
  }

  private static TrustedRoot root(String name) throws IOException {
    return name.isEmpty()
        ? TrustedRoot.NONE
        : TrustedRoot.read(Files.readAllBytes(samples().resolve(name)), name);
  }

  private static Demands signatures(Expected who, Map<String, String> annotations) {
    return new Demands(who, annotations, false, "", false, false);
  }

  private static Demands attestations(Expected who, String type) {
    return new Demands(who, Map.of(), true, type, false, false);
  }

  private record Case(
      String sample, String root, Strictness strictness, Digest image, Demands demands, int holds) {
    DynamicTest test(SamplesTest tests) {
      String name =
          sample
              + " "
              + (demands.isAttestation() ? demands.predicateType() : "signed")
              + " "
              + image;
      return dynamicTest(
          name,
          () -> {
            ImageVerdict verdict = tests.verify(this);
            assertEquals(holds, verdict.accepted().size(), () -> verdict.rejected().toString());
          });
    }
  }

  private ImageVerdict verify(Case sample) throws IOException {
    BundleCheck check = new BundleCheck(root(sample.root), sample.strictness, Instant.now());
    return new ImageCheck(check, sample.demands).verify(sample(sample.sample), sample.image);
  }

  @TestFactory
  List<DynamicTest> everySampleVerifies() throws IOException {
    Map<String, String> none = Map.of();
    String both = "trusted_root.both.json";
    String second = "trusted_root.json";
    Expected dev = identity("dev@example.com", "http://127.0.0.1:5556");
    List<Case> cases =
        new ArrayList<>(
            List.of(
                new Case("01", "", NO_LOG, AMD64, signatures(key(), none), 1),
                new Case("02", "", NO_LOG, AMD64, signatures(key(), Map.of("team", "core")), 1),
                new Case("05", second, Strictness.FULL, INDEX, signatures(workflow(), none), 1),
                new Case("06", second, Strictness.FULL, INDEX, signatures(key(), none), 1),
                new Case("07", second, Strictness.FULL, INDEX, signatures(key(), none), 1),
                new Case("07", second, Strictness.FULL, AMD64, signatures(key(), none), 1),
                new Case("07", second, Strictness.FULL, ARM64, signatures(key(), none), 1),
                new Case("08", second, Strictness.FULL, INDEX, signatures(dev, none), 1),
                new Case("12", "", NO_LOG, AMD64, signatures(recovered(), none), 1),
                new Case("13", both, Strictness.FULL, INDEX, signatures(workflow(), none), 1),
                new Case("14", both, Strictness.FULL, INDEX, signatures(key(), none), 1),
                new Case("15", both, Strictness.FULL, INDEX, signatures(workflow(), none), 1),
                new Case("16", both, NO_LOG, INDEX, signatures(key(), none), 2)));
    for (String sample : List.of("03", "04")) {
      for (String type :
          List.of(
              "https://cosign.sigstore.dev/attestation/v1",
              "https://cosign.sigstore.dev/attestation/vuln/v1",
              "https://cyclonedx.org/bom",
              "https://slsa.dev/provenance/v0.2",
              "https://slsa.dev/provenance/v1",
              "https://openvex.dev/ns")) {
        cases.add(new Case(sample, "", NO_LOG, AMD64, attestations(key(), type), 1));
      }
      cases.add(
          new Case(sample, "", NO_LOG, AMD64, attestations(key(), "https://spdx.dev/Document"), 2));
    }
    cases.add(
        new Case(
            "13",
            both,
            Strictness.FULL,
            INDEX,
            attestations(workflow(), "https://cosign.sigstore.dev/attestation/vuln/v1"),
            1));
    return cases.stream().map(sample -> sample.test(this)).toList();
  }

  @Test
  void anAttestationIsNoSignatureUnlessAsked() throws IOException {
    BundleCheck check = new BundleCheck(TrustedRoot.NONE, NO_LOG, Instant.now());
    ImageVerdict strict =
        new ImageCheck(check, signatures(key(), Map.of())).verify(sample("03"), AMD64);
    assertEquals(0, strict.accepted().size());
    assertTrue(strict.isUnsigned());
    Demands lax = new Demands(key(), Map.of(), false, "", true, false);
    assertEquals(9, new ImageCheck(check, lax).verify(sample("03"), AMD64).accepted().size());
  }

  @Test
  void anotherInstancesRootIsRefused() throws IOException {
    BundleCheck check = new BundleCheck(TrustedRoot.embedded(), Strictness.FULL, Instant.now());
    ImageVerdict verdict =
        new ImageCheck(check, signatures(workflow(), Map.of())).verify(sample("05"), INDEX);
    assertEquals(0, verdict.accepted().size());
    assertEquals(Reason.UNKNOWN_LOG, verdict.rejected().getFirst().reason());
  }

  @Test
  void anotherImageOrKeyOrAnnotationDoesNot() throws IOException {
    BundleCheck check = new BundleCheck(TrustedRoot.NONE, NO_LOG, Instant.now());
    ImageVerdict annotation =
        new ImageCheck(check, signatures(key(), Map.of("team", "other")))
            .verify(sample("02"), AMD64);
    assertEquals(Reason.WRONG_ANNOTATION, annotation.rejected().getFirst().reason());
    ImageVerdict key =
        new ImageCheck(check, signatures(recovered(), Map.of())).verify(sample("01"), AMD64);
    assertEquals(Reason.BAD_SIGNATURE, key.rejected().getFirst().reason());
    ImageVerdict identity =
        new ImageCheck(check, signatures(workflow(), Map.of())).verify(sample("01"), AMD64);
    assertTrue(identity.lacksCertificate());
    assertTrue(
        new ImageCheck(check, signatures(key(), Map.of()))
            .verify(sample("01"), ARM64)
            .isUnsigned());
  }

  /// The key of the service that signed sample 12 was not kept. Of the keys that fit the signature,
  /// the bundle's hint, its digest, tells which it was.
  private static Expected recovered() throws IOException {
    Path bundle = samples().resolve("12-cosign-awskms").resolve("blob_e9f7c1d91538.json");
    dev.assay.sign.bundle.Bundle read =
        dev.assay.sign.bundle.BundleReader.read(Files.readAllBytes(bundle));
    var envelope = (dev.assay.sign.bundle.Envelope) read.content();
    var signature = dev.assay.sign.crypto.Der.read(envelope.signatures().getFirst().bytes());
    BigInteger e = new BigInteger(1, dev.assay.sign.crypto.Hash.SHA256.of(envelope.signedBytes()));
    String hint = ((dev.assay.sign.bundle.Material.KeyHint) read.material()).hint();
    for (byte parity : new byte[] {2, 3}) {
      byte[] spki = recovered(signature.item(0).integer(), signature.item(1).integer(), e, parity);
      byte[] digest = dev.assay.sign.crypto.Hash.SHA256.of(spki);
      if (Base64.getEncoder().encodeToString(digest).equals(hint)) {
        return new Expected.ByKey(VerifyKey.ofSpki(spki, "recovered key"));
      }
    }
    throw new IllegalStateException("no key fits the hint");
  }

  /// Source: SEC 1 version 2 section 4.1.6
  private static byte[] recovered(BigInteger r, BigInteger s, BigInteger e, byte parity)
      throws IOException {
    X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
    byte[] x = new byte[33];
    byte[] digits = r.toByteArray();
    System.arraycopy(
        digits,
        Math.max(0, digits.length - 32),
        x,
        33 - Math.min(32, digits.length),
        Math.min(32, digits.length));
    x[0] = parity;
    ECPoint point = curve.getCurve().decodePoint(x);
    BigInteger inverse = r.modInverse(curve.getN());
    ECPoint key =
        point
            .multiply(s.multiply(inverse).mod(curve.getN()))
            .subtract(curve.getG().multiply(e.multiply(inverse).mod(curve.getN())));
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey,
                org.bouncycastle.asn1.sec.SECObjectIdentifiers.secp256r1),
            key.normalize().getEncoded(false))
        .getEncoded();
  }
}
