package dev.assay.sign.log;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.sign.bundle.LogEntry;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.PemText;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What an entry says was signed, by which key, with which signature: compared with the bundle, so
/// that an entry of something else proves nothing.
///
/// Source: <https://github.com/sigstore/rekor/tree/main/pkg/types>,
/// <https://github.com/sigstore/rekor-tiles/blob/main/api/proto/rekor/v2>
final class EntryBody {
  private final Json spec;
  private final Signed signed;

  private EntryBody(Json spec, Signed signed) {
    this.spec = spec;
    this.signed = signed;
  }

  /// Checks that an entry is about what the bundle signs.
  static void check(LogEntry entry, Signed signed) throws Refused {
    Json body;
    try {
      body = ExactKeys.parse(entry.body().bytes(), "log entry");
    } catch (InputFailure e) {
      throw new Refused(Reason.WRONG_LOG_ENTRY, String.valueOf(e.getMessage()));
    }
    boolean isNamed =
        body.text("kind").equals(entry.kind()) && body.text("apiVersion").equals(entry.version());
    if (!isNamed) {
      throw wrong("it is of another kind than the bundle says");
    }
    EntryBody read = new EntryBody(body.at("spec"), signed);
    switch (entry.kind() + " " + entry.version()) {
      case "hashedrekord 0.0.1" -> read.hashed();
      case "hashedrekord 0.0.2" -> read.hashedSecond(body.at("spec").at("hashedRekordV002"));
      case "dsse 0.0.1" -> read.dsse();
      case "dsse 0.0.2" -> read.dsseSecond(body.at("spec").at("dsseV002"));
      case "intoto 0.0.1" -> read.intotoFirst();
      case "intoto 0.0.2" -> read.intoto();
      default ->
          throw new Refused(
              Reason.UNSUPPORTED,
              "log entries of kind " + entry.kind() + " " + entry.version() + " are unknown");
    }
  }

  private static Refused wrong(String problem) {
    return new Refused(Reason.WRONG_LOG_ENTRY, "the log entry does not belong here: " + problem);
  }

  private static void must(boolean holds, String problem) throws Refused {
    if (!holds) {
      throw wrong(problem);
    }
  }

  private void hashed() throws Refused {
    Json hash = spec.at("data").at("hash");
    must(isDigest(hash, signed.message()), "it is of another artifact");
    Json signature = spec.at("signature");
    must(decoded(signature.text("content")).equals(signed.signature()), "another signature");
    must(isSigner(decoded(signature.at("publicKey").text("content"))), "another key");
  }

  private void hashedSecond(Json record) throws Refused {
    Json data = record.at("data");
    Optional<Hash> hash = Hash.ofProto(data.text("algorithm"));
    must(
        hash.flatMap(signed.message()::digest)
            .filter(digest -> digest.equals(decoded(data.text("digest"))))
            .isPresent(),
        "it is of another artifact");
    second(record.at("signature"));
  }

  private void second(Json signature) throws Refused {
    must(decoded(signature.text("content")).equals(signed.signature()), "another signature");
    Json verifier = signature.at("verifier");
    String field = verifier.at("x509Certificate").isNull() ? "publicKey" : "x509Certificate";
    must(isSignerDer(decoded(verifier.at(field).text("rawBytes"))), "another key");
  }

  private void dsse() throws Refused {
    must(isDigest(spec.at("payloadHash"), signed.payloadDigest()), "it has another payload");
    Json signature = only(spec.at("signatures"));
    must(decoded(signature.text("signature")).equals(signed.signature()), "another signature");
    must(isSigner(decoded(signature.text("verifier"))), "another key");
  }

  private void dsseSecond(Json record) throws Refused {
    Json hash = record.at("payloadHash");
    must(
        Hash.ofProto(hash.text("algorithm"))
            .flatMap(signed.payloadDigest()::digest)
            .filter(digest -> digest.equals(decoded(hash.text("digest"))))
            .isPresent(),
        "it has another payload");
    second(only(record.at("signatures")));
  }

  /// The envelope's own digest cannot be known from a bundle; the payload's and the key are bound.
  private void intotoFirst() throws Refused {
    must(
        isDigest(spec.at("content").at("payloadHash"), signed.payloadDigest()),
        "it has another payload");
    must(isSigner(decoded(spec.text("publicKey"))), "another key");
  }

  private void intoto() throws Refused {
    Json content = spec.at("content");
    must(isDigest(content.at("payloadHash"), signed.payloadDigest()), "it has another payload");
    Json signature = only(content.at("envelope").at("signatures"));
    // The signature is base64 of base64 there.
    byte[] inner = decoded(signature.text("sig")).bytes();
    must(
        decoded(new String(inner, StandardCharsets.US_ASCII)).equals(signed.signature()),
        "another signature");
    must(isSigner(decoded(signature.text("publicKey"))), "another key");
  }

  private static Json only(Json list) throws Refused {
    must(list.items().size() == 1, "it has " + list.items().size() + " signatures");
    return list.items().getFirst();
  }

  private static boolean isDigest(Json hash, Signed.Digests digests) {
    return Hash.ofPlain(hash.text("algorithm"))
        .flatMap(digests::digest)
        .filter(digest -> digest.equals(unhexed(hash.text("value"))))
        .isPresent();
  }

  private static Octets unhexed(String hex) {
    try {
      return Octets.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      return Octets.NONE;
    }
  }

  private static Octets decoded(String base64) {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Octets.NONE;
    }
  }

  private boolean isSigner(Octets pem) {
    List<PemText> blocks = new ArrayList<>();
    try {
      blocks.addAll(
          PemText.blocks(new String(pem.bytes(), StandardCharsets.US_ASCII), "log entry"));
    } catch (InputFailure e) {
      return false;
    }
    // A chain may stand there; the signer's own certificate comes first.
    return !blocks.isEmpty() && isSignerDer(blocks.getFirst().bytes());
  }

  private boolean isSignerDer(Octets der) {
    return der.equals(signed.verifier());
  }
}
