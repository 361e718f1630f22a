package dev.assay.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.image.attached.AttachedTrust;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.model.Progress;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.Referrers;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.cert.SigningCertificate;
import dev.assay.sign.check.Artifact;
import dev.assay.sign.check.BundleCheck;
import dev.assay.sign.check.Expected;
import dev.assay.sign.check.Strictness;
import dev.assay.sign.check.Verified;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.trust.TrustedRoot;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out which of those whom the user trusts has signed an artifact: by a Sigstore bundle that
/// refers to it, as `cosign sign` attaches one. An attestation about it is no signature of it.
final class TrustedSigners implements AttachedTrust {
  private static final String BUNDLES = "application/vnd.dev.sigstore.bundle.";
  private static final int MAX_KEY_BYTES = 1 << 16;
  private static final int MAX_TRIED = 50;

  private final TrustedRoot root;
  private final List<Expected> expected = new ArrayList<>();
  private final Instant now;
  private final Progress progress;

  /// @throws InputFailure where a file of the policy cannot be read
  TrustedSigners(TrustPolicy policy, Instant now, Progress progress) {
    this.now = now;
    this.progress = progress;
    this.root =
        policy
            .trustedRoot()
            .map(file -> TrustedRoot.read(read(file, TrustedRoot.MAX_BYTES), file.toString()))
            .orElseGet(TrustedRoot::embedded);
    for (Path key : policy.keys()) {
      String pem = new String(read(key, MAX_KEY_BYTES), UTF_8);
      expected.add(new Expected.ByKey(VerifyKey.ofPem(pem, key.toString())));
    }
    policy
        .identity()
        .ifPresent(
            who -> expected.add(new Expected.ByIdentity(who.name(), who.issuer(), Map.of())));
  }

  private static byte[] read(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length <= most) {
        return content;
      }
      throw new InputFailure("cannot read " + file + ": longer than " + most + " bytes");
    } catch (IOException e) {
      InputFailure failure =
          new InputFailure("cannot read " + file + ": " + NetworkProblem.of(e).problem());
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public Optional<String> signer(ContentStore registry, ImageRef repository, Digest artifact) {
    Referrers referrers = new Referrers(registry);
    ReferrerQuery query = new ReferrerQuery(repository, artifact, "");
    int tried = 0;
    for (Referrer referrer : referrers.list(query).referrers()) {
      if (!referrer.artifactType().startsWith(BUNDLES) || ++tried > MAX_TRIED) {
        continue;
      }
      try {
        Bundle bundle = bundle(registry, repository, manifest(referrers, query, referrer));
        for (Expected who : expected) {
          Optional<String> signer = verify(bundle, artifact, who);
          if (signer.isPresent()) {
            return signer;
          }
        }
      } catch (InputFailure e) {
        progress.debug("signature left out: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static ImageManifest manifest(
      Referrers referrers, ReferrerQuery query, Referrer referrer) {
    if (referrers.open(query, referrer).manifest() instanceof ImageManifest manifest
        && manifest.layers().size() == 1) {
      return manifest;
    }
    throw new InputFailure(referrer.descriptor().digest() + " has not one layer");
  }

  private static Bundle bundle(ContentStore registry, ImageRef repository, ImageManifest manifest) {
    Descriptor layer = manifest.layers().getFirst();
    if (layer.sizeBytes() > BundleReader.MAX_BYTES) {
      throw new InputFailure("bundle " + layer.digest() + " is too long");
    }
    byte[] content;
    try (InputStream in = registry.openBlob(repository, layer, "signature")) {
      content = in.readAllBytes();
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("read signature " + layer.digest());
    }
    if (!Digest.of(layer.digest().hasher().digest(content)).equals(layer.digest())) {
      throw new InputFailure("bundle " + layer.digest() + " has other bytes");
    }
    return BundleReader.read(content);
  }

  private Optional<String> verify(Bundle bundle, Digest artifact, Expected who) {
    try {
      return Optional.of(check(bundle, artifact, who, Strictness.FULL));
    } catch (Refused e) {
      // Whoever has the key needs no log to say when; a certificate does.
      if (e.reason() == Reason.NO_LOG_ENTRY && who instanceof Expected.ByKey) {
        try {
          return Optional.of(check(bundle, artifact, who, new Strictness(true, false)));
        } catch (Refused again) {
          return refused(again);
        }
      }
      return refused(e);
    }
  }

  private Optional<String> refused(Refused e) {
    progress.debug("signature does not hold: " + e.reason().code() + ": " + e.detail());
    return Optional.empty();
  }

  private String check(Bundle bundle, Digest artifact, Expected who, Strictness strictness)
      throws Refused {
    Artifact subject =
        new Artifact.Known(Hash.SHA256, Octets.of(HexFormat.of().parseHex(artifact.hex())));
    Verified verified = new BundleCheck(root, strictness, now).verify(bundle, subject, who);
    boolean isSignature =
        verified.statement().filter(s -> s.predicateType().equals(Statement.SIGNATURE)).isPresent();
    if (!isSignature) {
      throw new Refused(Reason.ONLY_ATTESTED, "it is no signature");
    }
    return switch (who) {
      case Expected.ByKey key ->
          "key sha256:" + HexFormat.of().formatHex(Hash.SHA256.of(key.key().spki()));
      case Expected.ByIdentity _ -> {
        SigningCertificate certificate = verified.certificate().orElseThrow();
        yield String.join(", ", certificate.identities()) + " by " + certificate.issuer();
      }
    };
  }
}
