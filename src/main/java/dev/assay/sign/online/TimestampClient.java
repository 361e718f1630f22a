package dev.assay.sign.online;

import dev.assay.net.Http;
import dev.assay.net.Request;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;

/// Has bytes stamped.
///
/// Source: RFC 3161 sections 2.4.1 and 3.4
final class TimestampClient {
  private static final byte[] SHA256 = {0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 2, 1};
  private static final int NONCE_BITS = 63;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ServiceCall service;
  private final URI url;

  /// @param url of the stamping itself: `…/api/v1/timestamp`
  TimestampClient(Http http, URI url) {
    this.service = new ServiceCall(http);
    this.url = url;
  }

  Octets stamp(Octets content) {
    byte[] imprint =
        Der.write(
            Der.SEQUENCE,
            Der.write(Der.SEQUENCE, Der.write(Der.OID, SHA256), new byte[] {5, 0}),
            Der.write(Der.OCTET_STRING, Hash.SHA256.of(content.bytes())));
    byte[] nonce = new BigInteger(NONCE_BITS, RANDOM).toByteArray();
    byte[] request =
        Der.write(
            Der.SEQUENCE,
            new byte[] {2, 1, 1},
            imprint,
            Der.write(Der.INTEGER, nonce),
            new byte[] {1, 1, (byte) 0xff});
    return Octets.of(
        service.ask(
            Request.send(
                "POST", "timestamp", url, Request.Body.of("application/timestamp-query", request)),
            "have the signature stamped"));
  }
}
