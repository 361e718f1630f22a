package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.bundle.Statement;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers everything that may be a signature of an image, from every place there is: one kind
/// never hides another.
public final class Candidates {
  /// A simple-signing payload as a referrer.
  static final String LEGACY_REFERRER = "application/vnd.dev.cosign.artifact.sig.v1+json";

  private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";
  private static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";
  private static final int MAX_PAYLOAD = 1 << 20;
  private static final int MAX_LAYERS = 1_000;

  /// Of all that is read to find the one that holds: who may write beside an image is not always
  /// who may fill the verifier's memory.
  private static final long MAX_TOTAL = 64L << 20;

  private final SignatureStore store;
  private final boolean isAttestation;
  private final List<Candidate> found = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private long left = MAX_TOTAL;

  /// @param isAttestation whether attestations are looked for, else signatures
  Candidates(SignatureStore store, boolean isAttestation) {
    this.store = store;
    this.isAttestation = isAttestation;
  }

  /// Whether an artifact of that type may be a signature or an attestation.
  static boolean isSignature(String artifactType) {
    return artifactType.startsWith(Bundle.MEDIA_TYPE_PREFIX)
        || artifactType.equals(LEGACY_REFERRER);
  }

  List<Candidate> found() {
    return found;
  }

  List<Rejected> rejected() {
    return rejected;
  }

  /// Looks everywhere.
  ///
  /// @param withAttestations whether a signature may also be an attestation
  void gather(Digest image, boolean withAttestations) {
    SignatureStore.Found referrers = store.referrers(image);
    for (SignatureStore.Broken broken : referrers.broken()) {
      rejected.add(new Rejected(broken.place(), Reason.WRONG_REFERRER, broken.problem()));
    }
    for (ImageManifest manifest : referrers.manifests()) {
      String type = manifest.kind();
      if (type.startsWith(Bundle.MEDIA_TYPE_PREFIX)) {
        bundles(manifest, withAttestations);
      } else if (type.equals(LEGACY_REFERRER) && !isAttestation) {
        layers(manifest, "payload " + manifest.digest());
      }
    }
    String suffix = isAttestation ? "att" : "sig";
    store
        .tagged(image, suffix)
        .ifPresent(
            manifest -> layers(manifest, image.algorithm() + "-" + image.hex() + "." + suffix));
  }

  private void bundles(ImageManifest manifest, boolean withAttestations) {
    String place = "bundle " + manifest.digest();
    String predicate = manifest.annotations().getOrDefault(PREDICATE_TYPE, Statement.SIGNATURE);
    if (!isAttestation && !withAttestations && !predicate.equals(Statement.SIGNATURE)) {
      rejected.add(
          new Rejected(
              place,
              Reason.ONLY_ATTESTED,
              "it is an attestation (" + predicate + "), no signature"));
      return;
    }
    List<Descriptor> layers = manifest.layers();
    if (layers.size() != 1) {
      rejected.add(
          new Rejected(place, Reason.MALFORMED, "it has " + layers.size() + " layers, not one"));
      return;
    }
    Descriptor layer = layers.getFirst();
    if (isTooMuch(place, layer, BundleReader.MAX_BYTES)) {
      return;
    }
    read(
        place,
        () -> {
          Bundle bundle = BundleReader.read(store.blob(layer, BundleReader.MAX_BYTES));
          return new Candidate(place, bundle, Optional.empty());
        });
  }

  private void layers(ImageManifest manifest, String name) {
    int place = 0;
    for (Descriptor layer : manifest.layers()) {
      String at = name + "[" + place++ + "]";
      if (place > MAX_LAYERS) {
        rejected.add(
            new Rejected(at, Reason.OVER_LIMIT, "there are more than " + MAX_LAYERS + " of them"));
        return;
      }
      boolean isPayload = layer.mediaType().equals(PAYLOAD) && !isAttestation;
      boolean isEnvelope = layer.mediaType().equals(ENVELOPE) && isAttestation;
      int most = isPayload ? MAX_PAYLOAD : BundleReader.MAX_BYTES;
      if (!(isPayload || isEnvelope) || isTooMuch(at, layer, most)) {
        continue;
      }
      if (isPayload) {
        read(
            at,
            () -> {
              byte[] payload = store.blob(layer, most);
              return new Candidate(
                  at, LegacyReader.signature(layer.annotations()), Optional.of(Octets.of(payload)));
            });
      } else {
        read(
            at,
            () ->
                new Candidate(
                    at,
                    LegacyReader.attestation(layer.annotations(), store.blob(layer, most)),
                    Optional.empty()));
      }
    }
  }

  /// Whether it is longer than a signature may be, or than all of them together.
  private boolean isTooMuch(String place, Descriptor layer, int most) {
    long size = layer.sizeBytes();
    if (size <= most && size <= left) {
      left -= size;
      return false;
    }
    String limit =
        size > most ? most + " are read of one" : MAX_TOTAL + " are read of all together";
    rejected.add(
        new Rejected(place, Reason.OVER_LIMIT, "it has " + size + " bytes, at most " + limit));
    return true;
  }

  /// Reads a candidate.
  private interface Reading {
    Candidate read();
  }

  private void read(String place, Reading reading) {
    try {
      found.add(reading.read());
    } catch (InputFailure e) {
      rejected.add(new Rejected(place, Reason.MALFORMED, String.valueOf(e.getMessage())));
    }
  }
}
