package dev.assay.sign.trust;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.crypto.VerifyKey;
import dev.assay.sign.proto.ProtoJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whom we trust: logs, certificate authorities, timestamp authorities, each with its time. Fields
/// that are not known are passed over: the file is ours, and newer ones say more.
///
/// Source: <https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto>
public record TrustedRoot(
    List<TrustedLog> logs,
    List<TrustedAuthority> certificateAuthorities,
    List<TrustedLog> certificateLogs,
    List<TrustedAuthority> timestampAuthorities) {
  /// Real ones have a few kilobytes.
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_ITEMS = 256;

  /// Trusts nobody: a key alone is enough where no log is asked.
  public static final TrustedRoot NONE =
      new TrustedRoot(List.of(), List.of(), List.of(), List.of());

  public TrustedRoot {
    logs = List.copyOf(logs);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    certificateLogs = List.copyOf(certificateLogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /// Sigstore's public instance, as it was when this program was built.
  public static TrustedRoot embedded() {
    return read(embeddedBytes(), "the trusted root that comes with assay");
  }

  /// The same as bytes.
  static byte[] embeddedBytes() {
    try (InputStream in = TrustedRoot.class.getResourceAsStream("trusted_root.json")) {
      if (in == null) {
        throw new IllegalStateException("the trusted root is not in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a trusted root.
  ///
  /// @param what names it in failures
  /// @throws InputFailure where it is none
  public static TrustedRoot read(byte[] document, String what) {
    if (document.length > MAX_BYTES) {
      throw new InputFailure("cannot read " + what + ": it is larger than " + MAX_BYTES + " bytes");
    }
    ProtoJson root = ProtoJson.read(document, what);
    if (!root.text("mediaType").startsWith("application/vnd.dev.sigstore.trustedroot")) {
      throw new InputFailure(
          "cannot read "
              + what
              + ": media type `"
              + root.text("mediaType")
              + "` is no trusted root");
    }
    return new TrustedRoot(
        logs(root, "tlogs"),
        authorities(root, "certificateAuthorities"),
        logs(root, "ctlogs"),
        authorities(root, "timestampAuthorities"));
  }

  private static List<TrustedLog> logs(ProtoJson root, String field) {
    List<TrustedLog> logs = new ArrayList<>();
    for (ProtoJson log : root.objects(field, MAX_ITEMS)) {
      ProtoJson key = log.object("publicKey");
      VerifyKey read = VerifyKey.ofSpki(spki(key), key.path());
      Octets id =
          log.has("logId") ? log.object("logId").bytes("keyId") : Octets.of(read.fingerprint());
      Octets checkpointId =
          log.has("checkpointKeyId") ? log.object("checkpointKeyId").bytes("keyId") : id;
      logs.add(new TrustedLog(log.text("baseUrl"), id, checkpointId, read, validity(key)));
    }
    return logs;
  }

  /// Old RSA keys stand there as PKCS #1.
  private static byte[] spki(ProtoJson key) {
    byte[] bytes = key.bytes("rawBytes").bytes();
    return key.text("keyDetails").startsWith("PKCS1_RSA") ? VerifyKey.spkiOfPkcs1(bytes) : bytes;
  }

  private static List<TrustedAuthority> authorities(ProtoJson root, String field) {
    List<TrustedAuthority> authorities = new ArrayList<>();
    for (ProtoJson authority : root.objects(field, MAX_ITEMS)) {
      List<Certificate> chain = new ArrayList<>();
      for (ProtoJson certificate :
          authority.object("certChain").objects("certificates", MAX_ITEMS)) {
        chain.add(certificate(certificate));
      }
      if (chain.isEmpty()) {
        throw new InputFailure("cannot read " + authority.path() + " has no certificate");
      }
      authorities.add(new TrustedAuthority(authority.text("uri"), chain, validity(authority)));
    }
    return authorities;
  }

  private static Certificate certificate(ProtoJson certificate) {
    try {
      return Certificate.read(certificate.bytes("rawBytes").bytes());
    } catch (InputFailure e) {
      throw new InputFailure("cannot use " + certificate.path() + ": " + e.getMessage());
    }
  }

  private static Validity validity(ProtoJson holder) {
    if (!holder.has("validFor")) {
      return new Validity(Optional.empty(), Optional.empty());
    }
    ProtoJson range = holder.object("validFor");
    return new Validity(time(range, "start"), time(range, "end"));
  }

  private static Optional<Instant> time(ProtoJson range, String field) {
    String text = range.text(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new InputFailure("cannot read " + range.path() + "." + field + " is not a time");
    }
  }
}
