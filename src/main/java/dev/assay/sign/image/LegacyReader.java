package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what cosign wrote before bundles: a layer whose annotations carry signature, certificate,
/// the log's promise and a timestamp.
///
/// Source: <https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md>,
/// <https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md>
public final class LegacyReader {
  /// Names of the annotations.
  public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  public static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  public static final String CHAIN = "dev.sigstore.cosign/chain";
  public static final String BUNDLE = "dev.sigstore.cosign/bundle";
  public static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

  private LegacyReader() {}

  /// A signature over a payload.
  ///
  /// @throws InputFailure where an annotation cannot be read
  public static Bundle signature(Map<String, String> annotations) {
    Octets signature = decoded(annotations.getOrDefault(SIGNATURE, ""), "signature");
    return bundle(annotations, new Content.Message(Hash.SHA256, Octets.NONE, signature));
  }

  /// An attestation: the layer is the envelope.
  ///
  /// @throws InputFailure where it or an annotation cannot be read
  public static Bundle attestation(Map<String, String> annotations, byte[] envelope) {
    return bundle(annotations, BundleReader.envelope(envelope));
  }

  private static Bundle bundle(Map<String, String> annotations, Content content) {
    String certificate = annotations.getOrDefault(CERTIFICATE, "");
    List<Octets> timestamps = new ArrayList<>();
    String stamp = annotations.getOrDefault(TIMESTAMP, "");
    if (!stamp.isEmpty()) {
      timestamps.add(decoded(parsed(stamp).text("SignedRFC3161Timestamp"), "timestamp"));
    }
    String logged = annotations.getOrDefault(BUNDLE, "");
    return new Bundle(
        Bundle.LEGACY,
        certificate.isEmpty() ? new Material.KeyHint("") : certificates(certificate),
        logged.isEmpty() ? List.of() : List.of(entry(parsed(logged))),
        timestamps,
        content);
  }

  /// The certificate of whoever signed; the chain above it is the trusted root's business.
  public static Material certificates(String pem) {
    List<Octets> chain =
        PemText.blocks(pem, "certificate").stream()
            .filter(block -> block.label().equals("CERTIFICATE"))
            .map(PemText::bytes)
            .toList();
    if (chain.isEmpty()) {
      throw new InputFailure("cannot read certificate: there is none in it");
    }
    return new Material.Certificates(chain);
  }

  /// The log's promise, as `dev.sigstore.cosign/bundle` has it.
  public static LogEntry entry(Json bundle) {
    Json payload = bundle.at("Payload");
    Octets body = decoded(payload.text("body"), "log entry");
    Json record = ExactKeys.parse(body.bytes(), "log entry");
    return new LogEntry(
        payload.at("logIndex").whole().orElse(-1L),
        logId(payload.text("logID")),
        record.text("kind"),
        record.text("apiVersion"),
        payload.at("integratedTime").whole().orElse(0L),
        decoded(bundle.text("SignedEntryTimestamp"), "log promise"),
        Optional.empty(),
        body);
  }

  private static Octets logId(String hex) {
    try {
      return Octets.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot read log entry: its log is not named in hexadecimal");
    }
  }

  private static Json parsed(String text) {
    return ExactKeys.parse(text.getBytes(StandardCharsets.UTF_8), "annotation");
  }

  private static Octets decoded(String base64, String what) {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot read " + what + ": it is not base64");
    }
  }
}
