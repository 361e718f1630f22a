package dev.assay.sign.write;

import dev.assay.format.json.JsonOutput;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.bundle.Content;
import dev.assay.sign.bundle.Envelope;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.bundle.Material;

/// Writes bundles of version 0.3.
public final class BundleWriter {
  private BundleWriter() {}

  /// The bundle as JSON.
  public static byte[] write(Bundle bundle) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("mediaType", Bundle.MEDIA_TYPE);
          json.object("verificationMaterial", () -> material(json, bundle));
          switch (bundle.content()) {
            case Envelope envelope -> json.object("dsseEnvelope", () -> envelope(json, envelope));
            case Content.Message message ->
                json.object("messageSignature", () -> message(json, message));
          }
        }));
  }

  private static void material(JsonOutput json, Bundle bundle) {
    switch (bundle.material()) {
      case Material.KeyHint key -> json.object("publicKey", () -> json.put("hint", key.hint()));
      case Material.Certificates chain ->
          json.object("certificate", () -> json.put("rawBytes", chain.chain().getFirst().base64()));
    }
    json.arrayOfAny(
        "tlogEntries", bundle.entries(), entry -> json.object(() -> entry(json, entry)));
    if (!bundle.timestamps().isEmpty()) {
      json.object(
          "timestampVerificationData",
          () ->
              json.array(
                  "rfc3161Timestamps",
                  () ->
                      bundle
                          .timestamps()
                          .forEach(stamp ->
                              json.object(() -> json.put("signedTimestamp", stamp.base64())))));
    }
  }

  private static void entry(JsonOutput json, LogEntry entry) {
    json.put("logIndex", Long.toString(entry.logIndex()));
    json.object("logId", () -> json.put("keyId", entry.logId().base64()));
    json.object(
        "kindVersion",
        () -> {
          json.put("kind", entry.kind());
          json.put("version", entry.version());
        });
    if (entry.integratedTime() != 0) {
      json.put("integratedTime", Long.toString(entry.integratedTime()));
    }
    if (!entry.promise().isEmpty()) {
      json.object(
          "inclusionPromise", () -> json.put("signedEntryTimestamp", entry.promise().base64()));
    }
    entry.proof().ifPresent(proof -> json.object("inclusionProof", () -> proof(json, proof)));
    json.put("canonicalizedBody", entry.body().base64());
  }

  private static void proof(JsonOutput json, LogEntry.Proof proof) {
    json.put("logIndex", Long.toString(proof.logIndex()));
    json.put("rootHash", proof.rootHash().base64());
    json.put("treeSize", Long.toString(proof.treeSize()));
    json.array("hashes", () -> proof.hashes().forEach(hash -> json.item(hash.base64())));
    json.object("checkpoint", () -> json.put("envelope", proof.checkpoint()));
  }

  private static void message(JsonOutput json, Content.Message message) {
    json.object(
        "messageDigest",
        () -> {
          json.put("algorithm", message.hash().proto());
          json.put("digest", message.digest().base64());
        });
    json.put("signature", message.signature().base64());
  }

  /// An envelope alone, as older cosign attaches it.
  public static byte[] write(Envelope envelope) {
    return JsonOutput.compact(json -> json.object(() -> envelope(json, envelope)));
  }

  private static void envelope(JsonOutput json, Envelope envelope) {
    json.put("payload", envelope.payload().base64());
    json.put("payloadType", envelope.payloadType());
    json.array(
        "signatures",
        () ->
            envelope
                .signatures()
                .forEach(signature -> json.object(() -> json.put("sig", signature.base64()))));
  }
}
