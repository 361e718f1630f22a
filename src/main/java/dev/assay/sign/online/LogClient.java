package dev.assay.sign.online;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.net.Http;
import dev.assay.net.Request;
import dev.assay.sign.bundle.BundleReader;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.proto.ProtoJson;
import dev.assay.sign.write.Witnesses;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Enters signatures into Rekor, of either version.
///
/// Source: <https://github.com/sigstore/rekor/blob/main/openapi.yaml>,
/// <https://github.com/sigstore/rekor-tiles/blob/main/api/proto/rekor/v2>
final class LogClient {
  private static final String ACTION = "log the signature";
  private static final int CONFLICT = 409;

  private final ServiceCall service;
  private final URI url;
  private final long version;

  LogClient(Http http, URI url, long version) {
    this.service = new ServiceCall(http);
    this.url = url;
    this.version = version;
  }

  LogEntry log(Witnesses.Logged what) {
    try {
      return version == 2 ? second(what) : first(what);
    } catch (InputFailure e) {
      throw new RemoteFailure("cannot " + ACTION + ": " + e.getMessage());
    }
  }

  private static Octets digest(Witnesses.Logged what) {
    return what.signed().message().digest(what.hash()).orElseThrow();
  }

  private LogEntry second(Witnesses.Logged what) {
    byte[] body =
        JsonOutput.compact(json ->
            json.object(() ->
                json.object(
                    "hashedRekordRequestV002",
                    () -> {
                      json.put("digest", digest(what).base64());
                      json.object(
                          "signature",
                          () -> {
                            json.put("content", what.signed().signature().base64());
                            json.object(
                                "verifier",
                                () -> {
                                  json.object(
                                      what.certificate() ? "x509Certificate" : "publicKey",
                                      () ->
                                          json.put("rawBytes", what.signed().verifier().base64()));
                                  json.put("keyDetails", what.keyDetails());
                                });
                          });
                    })));
    byte[] answer = service.ask(post("api/v2/log/entries", body), ACTION);
    return BundleReader.entry(ProtoJson.read(answer, "log entry"));
  }

  private Request post(String path, byte[] body) {
    return Request.send(
        "POST", "log", Urls.below(url, path), Request.Body.of("application/json", body));
  }

  private LogEntry first(Witnesses.Logged what) {
    String pem =
        new PemText(what.certificate() ? "CERTIFICATE" : "PUBLIC KEY", what.signed().verifier())
            .text();
    String verifier = Octets.of(pem.getBytes(StandardCharsets.US_ASCII)).base64();
    byte[] body =
        what.envelope()
            .map(envelope -> dsse(envelope, verifier))
            .orElseGet(() -> hashed(what, verifier));
    ServiceCall.Answer answer = service.answer(post("api/v1/log/entries", body), ACTION);
    if (answer.status() == CONFLICT && !answer.location().isEmpty()) {
      // The very same signature is there already; the log tells where.
      URI there = url.resolve(answer.location());
      return entry(service.ask(Request.get("log", there).namedBy(url), ACTION));
    }
    if (answer.status() < 200 || answer.status() > 299) {
      throw ServiceCall.refused(url, answer, ACTION);
    }
    return entry(answer.body().bytes());
  }

  private static byte[] dsse(Octets envelope, String verifier) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("apiVersion", "0.0.1");
          json.put("kind", "dsse");
          json.object(
              "spec",
              () ->
                  json.object(
                      "proposedContent",
                      () -> {
                        json.put("envelope", new String(envelope.bytes(), StandardCharsets.UTF_8));
                        json.put("verifiers", List.of(verifier));
                      }));
        }));
  }

  private static byte[] hashed(Witnesses.Logged what, String verifier) {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("apiVersion", "0.0.1");
          json.put("kind", "hashedrekord");
          json.object(
              "spec",
              () -> {
                json.object(
                    "data",
                    () ->
                        json.object(
                            "hash",
                            () -> {
                              json.put("algorithm", what.hash().plain());
                              json.put("value", digest(what).hex());
                            }));
                json.object(
                    "signature",
                    () -> {
                      json.put("content", what.signed().signature().base64());
                      json.object("publicKey", () -> json.put("content", verifier));
                    });
              });
        }));
  }

  /// `{UUID: {body, integratedTime, logID, logIndex, verification}}`.
  private static LogEntry entry(byte[] answer) {
    Map<String, Json> all = Json.parse(answer, "log entry").members();
    if (all.size() != 1) {
      throw new InputFailure("the answer has " + all.size() + " entries");
    }
    Json entry = all.values().iterator().next();
    Octets body = decoded(entry.text("body"));
    Json record = Json.parse(body.bytes(), "log entry");
    Json verification = entry.at("verification");
    return new LogEntry(
        entry.at("logIndex").whole().orElse(0L),
        unhexed(entry.text("logID")),
        record.text("kind"),
        record.text("apiVersion"),
        entry.at("integratedTime").whole().orElse(0L),
        decoded(verification.text("signedEntryTimestamp")),
        proof(verification.at("inclusionProof")),
        body);
  }

  private static Optional<LogEntry.Proof> proof(Json proof) {
    if (proof.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogEntry.Proof(
            proof.at("logIndex").whole().orElse(0L),
            unhexed(proof.text("rootHash")),
            proof.at("treeSize").whole().orElse(0L),
            proof.texts("hashes").stream().map(LogClient::unhexed).toList(),
            proof.text("checkpoint")));
  }

  private static Octets decoded(String base64) {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("the answer is not base64 where it should be");
    }
  }

  private static Octets unhexed(String hex) {
    try {
      return Octets.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("the answer is not hexadecimal where it should be");
    }
  }
}
