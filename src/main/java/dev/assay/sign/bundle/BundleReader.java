package dev.assay.sign.bundle;

import dev.assay.failure.InputFailure;
import dev.assay.sign.bundle.LogEntry.Proof;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.proto.ProtoJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads bundles of versions 0.1 to 0.3. Fields nobody knows, keys that stand there twice, and both
/// kinds of content at once are refused, as is what is larger than any real bundle.
public final class BundleReader {
  /// Attestations carry whole bills of materials.
  public static final int MAX_BYTES = 32 << 20;

  private static final int MAX_ENTRIES = 32;
  private static final int MAX_HASHES = 64;

  private static final Map<String, String> VERSIONS =
      Map.of(
          "application/vnd.dev.sigstore.bundle+json;version=0.1",
          "0.1",
          "application/vnd.dev.sigstore.bundle+json;version=0.2",
          "0.2",
          "application/vnd.dev.sigstore.bundle+json;version=0.3",
          "0.3",
          "application/vnd.dev.sigstore.bundle.v0.1+json",
          "0.1",
          "application/vnd.dev.sigstore.bundle.v0.2+json",
          "0.2",
          Bundle.MEDIA_TYPE,
          "0.3");

  private BundleReader() {}

  /// Reads a bundle.
  ///
  /// @throws InputFailure where it is none
  public static Bundle read(byte[] document) {
    if (document.length > MAX_BYTES) {
      throw new InputFailure("cannot read bundle: it is larger than " + MAX_BYTES + " bytes");
    }
    ProtoJson root =
        ProtoJson.read(document, "bundle")
            .only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope");
    String version = VERSIONS.get(root.text("mediaType"));
    if (version == null) {
      throw new InputFailure(
          "cannot read bundle: media type `" + root.text("mediaType") + "` is unknown");
    }
    ProtoJson material =
        root.object("verificationMaterial")
            .only(
                "publicKey",
                "x509CertificateChain",
                "certificate",
                "tlogEntries",
                "timestampVerificationData");
    return new Bundle(
        version,
        material(material, version),
        material.objects("tlogEntries", MAX_ENTRIES).stream().map(BundleReader::entry).toList(),
        timestamps(material),
        content(root));
  }

  private static Material material(ProtoJson material, String version) {
    boolean hasChain = material.has("x509CertificateChain");
    boolean hasOne = material.has("certificate");
    boolean hasKey = material.has("publicKey");
    if ((hasChain ? 1 : 0) + (hasOne ? 1 : 0) + (hasKey ? 1 : 0) != 1) {
      throw new InputFailure("cannot read bundle: it must have one certificate or one key");
    }
    if (hasKey) {
      return new Material.KeyHint(material.object("publicKey").only("hint").text("hint"));
    }
    if (hasOne) {
      return new Material.Certificates(List.of(certificate(material.object("certificate"))));
    }
    if (version.equals("0.3")) {
      throw new InputFailure("cannot read bundle: version 0.3 has one certificate and no chain");
    }
    List<Octets> chain =
        material
            .object("x509CertificateChain")
            .only("certificates")
            .objects("certificates", MAX_ENTRIES)
            .stream()
            .map(BundleReader::certificate)
            .toList();
    if (chain.isEmpty()) {
      throw new InputFailure("cannot read bundle: its certificate chain is empty");
    }
    return new Material.Certificates(chain);
  }

  private static Octets certificate(ProtoJson certificate) {
    Octets bytes = certificate.only("rawBytes").bytes("rawBytes");
    if (bytes.isEmpty()) {
      throw new InputFailure("cannot read bundle: a certificate is empty");
    }
    return bytes;
  }

  private static List<Octets> timestamps(ProtoJson material) {
    if (!material.has("timestampVerificationData")) {
      return List.of();
    }
    return material
        .object("timestampVerificationData")
        .only("rfc3161Timestamps")
        .objects("rfc3161Timestamps", MAX_ENTRIES)
        .stream()
        .map(stamp -> stamp.only("signedTimestamp").bytes("signedTimestamp"))
        .toList();
  }

  private static Content content(ProtoJson root) {
    boolean hasMessage = root.has("messageSignature");
    if (hasMessage == root.has("dsseEnvelope")) {
      throw new InputFailure("cannot read bundle: it must have one of signature and envelope");
    }
    return hasMessage
        ? message(root.object("messageSignature"))
        : envelope(root.object("dsseEnvelope"));
  }

  private static Content message(ProtoJson message) {
    message.only("messageDigest", "signature");
    if (!message.has("messageDigest")) {
      return new Content.Message(Hash.SHA256, Octets.NONE, message.bytes("signature"));
    }
    ProtoJson digest = message.object("messageDigest").only("algorithm", "digest");
    if (digest.text("algorithm").isEmpty() && digest.bytes("digest").isEmpty()) {
      // Keys that sign whole messages know no digest.
      return new Content.Message(Hash.SHA256, Octets.NONE, message.bytes("signature"));
    }
    Hash hash =
        Hash.ofProto(digest.text("algorithm"))
            .orElseThrow(() ->
                new InputFailure(
                    "cannot read bundle: digests of `"
                        + digest.text("algorithm")
                        + "` are not supported"));
    return new Content.Message(hash, digest.bytes("digest"), message.bytes("signature"));
  }

  /// Reads an envelope, in a bundle or alone.
  static Envelope envelope(ProtoJson envelope) {
    envelope.only("payload", "payloadType", "signatures");
    return new Envelope(
        envelope.bytes("payload"),
        envelope.text("payloadType"),
        envelope.objects("signatures", MAX_ENTRIES).stream()
            .map(signature -> signature.only("sig", "keyid").bytes("sig"))
            .toList());
  }

  /// Reads an envelope that stands alone, as older cosign attaches it.
  ///
  /// @throws InputFailure where it is none
  public static Envelope envelope(byte[] document) {
    if (document.length > MAX_BYTES) {
      throw new InputFailure("cannot read envelope: it is larger than " + MAX_BYTES + " bytes");
    }
    return envelope(ProtoJson.read(document, "envelope"));
  }

  /// Reads an entry as bundles and Rekor's second version write it.
  ///
  /// @throws InputFailure where it is none
  public static LogEntry entry(ProtoJson entry) {
    entry.only(
        "logIndex",
        "logId",
        "kindVersion",
        "integratedTime",
        "inclusionPromise",
        "inclusionProof",
        "canonicalizedBody");
    ProtoJson kind = entry.object("kindVersion").only("kind", "version");
    Octets promise =
        entry.has("inclusionPromise")
            ? entry
                .object("inclusionPromise")
                .only("signedEntryTimestamp")
                .bytes("signedEntryTimestamp")
            : Octets.NONE;
    return new LogEntry(
        entry.number("logIndex").orElse(0L),
        entry.object("logId").only("keyId").bytes("keyId"),
        kind.text("kind"),
        kind.text("version"),
        entry.number("integratedTime").orElse(0L),
        promise,
        entry.has("inclusionProof")
            ? Optional.of(proof(entry.object("inclusionProof")))
            : Optional.empty(),
        entry.bytes("canonicalizedBody"));
  }

  private static Proof proof(ProtoJson proof) {
    proof.only("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
    String checkpoint =
        proof.has("checkpoint") ? proof.object("checkpoint").only("envelope").text("envelope") : "";
    return new Proof(
        proof.number("logIndex").orElse(0L),
        proof.bytes("rootHash"),
        proof.number("treeSize").orElse(0L),
        proof.bytesList("hashes", MAX_HASHES),
        checkpoint);
  }
}
