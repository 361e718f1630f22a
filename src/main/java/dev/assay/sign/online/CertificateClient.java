package dev.assay.sign.online;

import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.net.Http;
import dev.assay.net.Request;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.key.Signer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks Fulcio for a certificate: an identity token says who we are, a signed request that we have
/// the key.
///
/// Source: <https://github.com/sigstore/fulcio/blob/main/fulcio.proto> (version 2), RFC 2986
public final class CertificateClient {
  private static final byte[] ECDSA_SHA256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};

  private final ServiceCall service;
  private final URI url;

  public CertificateClient(Http http, URI url) {
    this.service = new ServiceCall(http);
    this.url = url;
  }

  /// A certificate for a new key.
  ///
  /// @return DER, the key's own first
  /// @throws dev.assay.failure.Failure where there is none to be had
  public List<Octets> certify(Signer key, IdentityToken token) {
    String request = new PemText("CERTIFICATE REQUEST", Octets.of(request(key))).text();
    byte[] body =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.object("credentials", () -> json.put("oidcIdentityToken", token.text()));
              json.put(
                  "certificateSigningRequest",
                  Octets.of(request.getBytes(StandardCharsets.US_ASCII)).base64());
            }));
    String action = "get a certificate";
    byte[] answer =
        service.ask(
            Request.send(
                "POST",
                "certificate",
                Urls.below(url, "api/v2/signingCert"),
                Request.Body.of("application/json", body)),
            action);
    Json json = Json.parse(answer, "certificate");
    Json signed = json.at("signedCertificateEmbeddedSct");
    List<Octets> chain = new ArrayList<>();
    for (String pem : signed.at("chain").texts("certificates")) {
      PemText.blocks(pem, "certificate").forEach(block -> chain.add(block.bytes()));
    }
    if (chain.isEmpty()) {
      throw new RemoteFailure(
          "cannot " + action + ": the answer has none that a certificate log has seen");
    }
    return chain;
  }

  /// An empty name: Fulcio takes it from the token.
  private static byte[] request(Signer key) {
    byte[] info =
        Der.write(
            Der.SEQUENCE,
            new byte[] {2, 1, 0},
            Der.write(Der.SEQUENCE),
            key.publicKey().spki(),
            Der.write(0xa0));
    byte[] algorithm = Der.write(Der.SEQUENCE, Der.write(Der.OID, ECDSA_SHA256));
    byte[] signature = Der.write(Der.BIT_STRING, new byte[1], key.sign(info));
    return Der.write(Der.SEQUENCE, info, algorithm, signature);
  }
}
