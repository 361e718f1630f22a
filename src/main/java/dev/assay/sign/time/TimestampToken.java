package dev.assay.sign.time;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An RFC 3161 response taken apart: what was stamped, when, and what its signature is over.
///
/// Source: RFC 3161 section 2.4.2, RFC 5652 section 5, RFC 5035 section 3
///
/// @param certificates that it brings along
/// @param signerId issuer and serial number, or key identifier, of who signed
/// @param signerHash digest of the signer's attributes
/// @param info the TSTInfo as signed
/// @param attributes the signed attributes, as they are signed
/// @param byType their values, by object identifier
record TimestampToken(
    Imprint imprint,
    Instant time,
    List<Octets> certificates,
    Octets signerId,
    Hash signerHash,
    Octets info,
    Octets attributes,
    Map<String, Der> byType,
    Octets signature) {
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMddHHmmss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT);

  /// A digest of what was stamped.
  record Imprint(Hash hash, Octets digest) {}

  TimestampToken {
    certificates = List.copyOf(certificates);
    byType = Map.copyOf(byType);
  }

  /// Reads a response, or a bare token.
  ///
  /// @throws InputFailure where it is none, or says that nothing was stamped
  static TimestampToken read(byte[] response) {
    Der document = Der.read(response).as(Der.SEQUENCE);
    Der token = document;
    if (document.item(0).tag() == Der.SEQUENCE) {
      BigInteger status = document.item(0).item(0).integer();
      if (status.signum() < 0 || status.compareTo(BigInteger.ONE) > 0) {
        throw new InputFailure("cannot read timestamp: the authority answered status " + status);
      }
      token = document.item(1);
    }
    if (!token.item(0).oid().equals(SIGNED_DATA)) {
      throw new InputFailure("cannot read timestamp: it is not signed data");
    }
    return signedData(token.item(1).item(0).as(Der.SEQUENCE));
  }

  private static TimestampToken signedData(Der data) {
    List<Der> parts = data.items();
    Der content = data.item(2);
    if (!content.item(0).oid().equals(TST_INFO)) {
      throw new InputFailure("cannot read timestamp: it signs something else");
    }
    byte[] info = content.item(1).item(0).as(Der.OCTET_STRING).content();
    List<Octets> certificates = new ArrayList<>();
    for (Der part : parts.subList(3, parts.size())) {
      if (part.isContext(0)) {
        part.items().forEach(certificate -> certificates.add(Octets.of(certificate.encoded())));
      }
    }
    List<Der> signers = parts.getLast().as(Der.SET).items();
    if (signers.size() != 1) {
      throw new InputFailure("cannot read timestamp: it has " + signers.size() + " signers");
    }
    return signer(signers.getFirst(), info, certificates);
  }

  private static TimestampToken signer(Der signer, byte[] info, List<Octets> certificates) {
    Der attributes = signer.item(3);
    if (!attributes.isContext(0)) {
      throw new InputFailure("cannot read timestamp: its signer has no signed attributes");
    }
    Map<String, Der> byType = new HashMap<>();
    for (Der attribute : attributes.items()) {
      if (byType.put(attribute.item(0).oid(), attribute.item(1).item(0)) != null) {
        throw new InputFailure("cannot read timestamp: an attribute is there twice");
      }
    }
    Der body = Der.read(info).as(Der.SEQUENCE);
    Der imprint = body.item(2);
    return new TimestampToken(
        new Imprint(hash(imprint.item(0)), Octets.of(imprint.item(1).content())),
        time(body.item(4)),
        certificates,
        Octets.of(signer.item(1).encoded()),
        hash(signer.item(2)),
        Octets.of(info),
        // Signed as a set, whatever tag it has here.
        Octets.of(Der.write(Der.SET, attributes.content())),
        byType,
        Octets.of(signer.item(5).as(Der.OCTET_STRING).content()));
  }

  private static Hash hash(Der algorithm) {
    String oid = algorithm.item(0).oid();
    return Hash.ofOid(oid)
        .orElseThrow(() ->
            new InputFailure(
                "cannot read timestamp: digests of algorithm " + oid + " are unknown"));
  }

  private static Instant time(Der time) {
    String text = new String(time.as(Der.GENERALIZED_TIME).content(), StandardCharsets.US_ASCII);
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InputFailure("cannot read timestamp: its time is not one");
    }
  }
}
