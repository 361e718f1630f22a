package dev.assay.sign.write;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.image.LegacyReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Turns a bundle into the layer that cosign wrote before bundles.
public final class LegacyLayers {
  private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  private LegacyLayers() {}

  /// What is signed: the image's digest and the name it has.
  public static byte[] payload(String repository, Digest image, Map<String, String> annotations) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.object(
              "critical",
              () -> {
                json.object("identity", () -> json.put("docker-reference", repository));
                json.object("image", () -> json.put("docker-manifest-digest", image.toString()));
                json.put("type", "cosign container image signature");
              });
          json.object("optional", () -> new TreeMap<>(annotations).forEach(json::put));
        }));
  }

  /// The layer of a signature over a payload.
  public static SignatureWriter.Layer signature(Bundle bundle, byte[] payload) {
    Content.Message message = (Content.Message) bundle.content();
    return new SignatureWriter.Layer(
        PAYLOAD, Octets.of(payload), annotations(bundle, message.signature().base64()));
  }

  /// The layer of an attestation.
  public static SignatureWriter.Layer attestation(Bundle bundle, String predicateType) {
    Map<String, String> annotations = annotations(bundle, "");
    annotations.put("predicateType", predicateType);
    return new SignatureWriter.Layer(
        ENVELOPE, Octets.of(BundleWriter.write((Envelope) bundle.content())), annotations);
  }

  private static Map<String, String> annotations(Bundle bundle, String signature) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(LegacyReader.SIGNATURE, signature);
    if (bundle.material() instanceof Material.Certificates chain) {
      annotations.put(LegacyReader.CERTIFICATE, pem(chain.chain().getFirst()));
      StringBuilder above = new StringBuilder();
      chain.chain().stream().skip(1).forEach(one -> above.append(pem(one)));
      annotations.put(LegacyReader.CHAIN, above.toString());
    }
    bundle.entries().stream()
        .filter(entry -> !entry.promise().isEmpty())
        .findFirst()
        .ifPresent(entry -> annotations.put(LegacyReader.BUNDLE, promise(entry)));
    if (!bundle.timestamps().isEmpty()) {
      annotations.put(LegacyReader.TIMESTAMP, stamp(bundle.timestamps().getFirst()));
    }
    return annotations;
  }

  private static String pem(Octets certificate) {
    return new PemText("CERTIFICATE", certificate).text();
  }

  private static String promise(LogEntry entry) {
    byte[] json =
        JsonOutput.compact(out ->
            out.object(() -> {
              out.put("SignedEntryTimestamp", entry.promise().base64());
              out.object(
                  "Payload",
                  () -> {
                    out.put("body", entry.body().base64());
                    out.put("integratedTime", entry.integratedTime());
                    out.put("logIndex", entry.logIndex());
                    out.put("logID", entry.logId().hex());
                  });
            }));
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String stamp(Octets response) {
    byte[] json =
        JsonOutput.compact(
            out -> out.object(() -> out.put("SignedRFC3161Timestamp", response.base64())));
    return new String(json, StandardCharsets.UTF_8);
  }
}
