package dev.assay.sign.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.fake.FakeAuthority.Leaf;
import dev.assay.sign.log.Signed;
import dev.assay.sign.write.Witnesses;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// The services over HTTP on loopback: Fulcio, Rekor of both versions, a timestamp authority, and
/// GitHub's way to give a token.
public final class FakeServices implements Closeable {
  private final FakeSigstore sigstore;
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public FakeServices(FakeSigstore sigstore) throws IOException {
    this.sigstore = sigstore;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// A token without a signature of worth.
  public static String token(String subject) {
    String claims =
        "{\"iss\":\""
            + FakeSigstore.ISSUER
            + "\",\"aud\":\"sigstore\",\"sub\":\""
            + subject
            + "\"}";
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.US_ASCII))
        + ".c2VjcmV0LXNpZ25hdHVyZQ";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] answer;
    try {
      answer =
          switch (path) {
            case "/token" ->
                ("{\"value\":\"" + token(FakeSigstore.IDENTITY) + "\"}")
                    .getBytes(StandardCharsets.US_ASCII);
            case "/api/v2/signingCert" -> certificate(Json.parse(body, "request"));
            case "/api/v1/log/entries" -> first(Json.parse(body, "request"));
            case "/api/v2/log/entries" -> second(Json.parse(body, "request"));
            case "/api/v1/timestamp" -> sigstore.timestamper.respond(body, Instant.now());
            default -> new byte[0];
          };
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    exchange.sendResponseHeaders(
        answer.length == 0 ? 404 : 201, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private byte[] certificate(Json request) throws IOException, GeneralSecurityException {
    String pem =
        new String(decoded(request.text("certificateSigningRequest")), StandardCharsets.US_ASCII);
    PKCS10CertificationRequest csr =
        new PKCS10CertificationRequest(PemText.blocks(pem, "request").getFirst().bytes().bytes());
    PublicKey key =
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(csr.getSubjectPublicKeyInfo().getEncoded()));
    String[] token = request.at("credentials").text("oidcIdentityToken").split("\\.");
    Json claims = Json.parse(Base64.getUrlDecoder().decode(token[1]), "token");
    Leaf leaf =
        new Leaf(
            key,
            claims.text("sub"),
            claims.text("iss"),
            Instant.now().minusSeconds(5),
            FakeAuthority.Promise.GOOD,
            org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_codeSigning,
            false);
    String issued = new PemText("CERTIFICATE", Octets.of(sigstore.authority.issue(leaf))).text();
    String root = new PemText("CERTIFICATE", Octets.of(sigstore.authority.certificate())).text();
    return JsonOutput.compact(json ->
        json.object(() ->
            json.object(
                "signedCertificateEmbeddedSct",
                () ->
                    json.object("chain", () -> json.put("certificates", List.of(issued, root))))));
  }

  private static Signed.Digests sha256(byte[] digest) {
    return hash -> hash == Hash.SHA256 ? Optional.of(Octets.of(digest)) : Optional.empty();
  }

  private byte[] second(Json request) {
    Json record = request.at("hashedRekordRequestV002");
    Json verifier = record.at("signature").at("verifier");
    boolean isCertificate = !verifier.at("x509Certificate").isNull();
    Signed signed =
        new Signed(
            sha256(decoded(record.text("digest"))),
            Signed.Digests.NONE,
            Octets.of(decoded(record.at("signature").text("content"))),
            Octets.of(
                decoded(
                    verifier
                        .at(isCertificate ? "x509Certificate" : "publicKey")
                        .text("rawBytes"))));
    LogEntry entry =
        sigstore.second.enter(
            new Witnesses.Logged(
                signed, Optional.empty(), isCertificate, verifier.text("keyDetails"), Hash.SHA256),
            Instant.now());
    LogEntry.Proof proof = entry.proof().orElseThrow();
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("logIndex", Long.toString(entry.logIndex()));
          json.object("logId", () -> json.put("keyId", entry.logId().base64()));
          json.object(
              "kindVersion",
              () -> {
                json.put("kind", "hashedrekord");
                json.put("version", "0.0.2");
              });
          json.object(
              "inclusionProof",
              () -> {
                json.put("logIndex", Long.toString(proof.logIndex()));
                json.put("rootHash", proof.rootHash().base64());
                json.put("treeSize", Long.toString(proof.treeSize()));
                json.put("hashes", proof.hashes().stream().map(Octets::base64).toList());
                json.object("checkpoint", () -> json.put("envelope", proof.checkpoint()));
              });
          json.put("canonicalizedBody", entry.body().base64());
        }));
  }

  private byte[] first(Json request) {
    Json spec = request.at("spec");
    boolean isEnvelope = request.text("kind").equals("dsse");
    byte[] envelope = spec.at("proposedContent").text("envelope").getBytes(StandardCharsets.UTF_8);
    Json dsse = isEnvelope ? Json.parse(envelope, "envelope") : Json.Null.NULL;
    String pem =
        new String(
            decoded(
                isEnvelope
                    ? spec.at("proposedContent").texts("verifiers").getFirst()
                    : spec.at("signature").at("publicKey").text("content")),
            StandardCharsets.US_ASCII);
    PemText verifier = PemText.blocks(pem, "verifier").getFirst();
    Signed signed =
        new Signed(
            isEnvelope
                ? Signed.Digests.NONE
                : sha256(HexFormat.of().parseHex(spec.at("data").at("hash").text("value"))),
            isEnvelope ? Signed.Digests.of(decoded(dsse.text("payload"))) : Signed.Digests.NONE,
            Octets.of(
                decoded(
                    isEnvelope
                        ? dsse.at("signatures").items().getFirst().text("sig")
                        : spec.at("signature").text("content"))),
            verifier.bytes());
    LogEntry entry =
        sigstore.first.enter(
            new Witnesses.Logged(
                signed,
                isEnvelope ? Optional.of(Octets.of(envelope)) : Optional.empty(),
                verifier.label().equals("CERTIFICATE"),
                "",
                Hash.SHA256),
            Instant.now());
    LogEntry.Proof proof = entry.proof().orElseThrow();
    return JsonOutput.compact(json ->
        json.object(() ->
            json.object(
                "uuid-of-the-entry",
                () -> {
                  json.put("body", entry.body().base64());
                  json.put("integratedTime", entry.integratedTime());
                  json.put("logID", entry.logId().hex());
                  json.put("logIndex", entry.logIndex());
                  json.object(
                      "verification",
                      () -> {
                        json.object(
                            "inclusionProof",
                            () -> {
                              json.put("checkpoint", proof.checkpoint());
                              json.put("hashes", proof.hashes().stream().map(Octets::hex).toList());
                              json.put("logIndex", proof.logIndex());
                              json.put("rootHash", proof.rootHash().hex());
                              json.put("treeSize", proof.treeSize());
                            });
                        json.put("signedEntryTimestamp", entry.promise().base64());
                      });
                })));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
