package dev.assay.sign.cert;

import dev.assay.failure.InputFailure;
import dev.assay.sign.crypto.Certificate;
import dev.assay.sign.crypto.Der;
import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import dev.assay.sign.trust.TrustedLog;
import dev.assay.sign.verdict.Reason;
import dev.assay.sign.verdict.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks the promises of certificate logs that stand in a certificate (SCTs). A log signs the
/// certificate as it would be without the promises, its issuer's key, the time, and extensions of
/// its own, such as the leaf's index in a static log.
///
/// Source: RFC 6962 sections 3.2 and 3.3, <https://c2sp.org/static-ct-api>
public final class SctCheck {
  private static final String LIST = "1.3.6.1.4.1.11129.2.4.2";

  private SctCheck() {}

  /// A promise.
  private record Sct(Octets logId, Instant time, Octets extensions, Octets signature) {}

  /// Checks that one log of ours, at least, has promised to publish the certificate.
  public static void check(
      SigningCertificate certificate, Certificate issuer, List<TrustedLog> logs) throws Refused {
    Optional<Octets> extension = certificate.certificate().extension(LIST);
    if (extension.isEmpty()) {
      throw new Refused(
          Reason.NO_SCT, "no certificate log has promised to publish the certificate");
    }
    List<Sct> scts;
    byte[] precertificate;
    try {
      scts = scts(extension.get().bytes());
      precertificate = withoutPromises(certificate.encoded());
    } catch (InputFailure | java.nio.BufferUnderflowException e) {
      throw new Refused(Reason.MALFORMED, "the certificate logs' promises cannot be read");
    }
    if (scts.isEmpty()) {
      throw new Refused(
          Reason.NO_SCT, "no certificate log has promised to publish the certificate");
    }
    byte[] issuerKey = Hash.SHA256.of(issuer.spki());
    boolean isKnown = false;
    for (Sct sct : scts) {
      byte[] signed = signed(sct, issuerKey, precertificate);
      for (TrustedLog log : logs) {
        boolean isIts = log.id().equals(sct.logId) && log.validity().covers(sct.time);
        isKnown |= isIts;
        if (isIts && log.key().verifies(signed, sct.signature.bytes(), Hash.SHA256)) {
          return;
        }
      }
    }
    throw isKnown
        ? new Refused(Reason.BAD_SCT, "the certificate log did not sign its promise")
        : new Refused(
            Reason.UNTRUSTED_SCT, "the trusted root knows none of the certificate's logs");
  }

  private static List<Sct> scts(byte[] extension) {
    byte[] inner = Der.read(extension).as(Der.OCTET_STRING).content();
    ByteBuffer list = part(ByteBuffer.wrap(inner));
    List<Sct> scts = new ArrayList<>();
    while (list.hasRemaining()) {
      ByteBuffer sct = part(list);
      if (sct.get() != 0) {
        // A later version, which nobody has written yet.
        continue;
      }
      byte[] logId = new byte[32];
      sct.get(logId);
      Instant time = Instant.ofEpochMilli(sct.getLong());
      Octets extensions = rest(part(sct));
      int algorithm = sct.getShort();
      boolean isSha256 = algorithm >> 8 == 4;
      Octets signature = rest(part(sct));
      if (isSha256) {
        scts.add(new Sct(Octets.of(logId), time, extensions, signature));
      }
    }
    return scts;
  }

  /// The part whose length stands before it in two bytes.
  private static ByteBuffer part(ByteBuffer from) {
    int length = from.getShort() & 0xffff;
    if (length > from.remaining()) {
      throw new InputFailure("cannot read certificate promises: a length beyond the end");
    }
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  private static Octets rest(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Octets.of(bytes);
  }

  private static byte[] signed(Sct sct, byte[] issuerKey, byte[] precertificate) {
    ByteBuffer out = ByteBuffer.allocate(49 + precertificate.length + sct.extensions.size());
    out.put((byte) 0).put((byte) 0).putLong(sct.time.toEpochMilli()).putShort((short) 1);
    out.put(issuerKey);
    out.put((byte) (precertificate.length >> 16)).putShort((short) precertificate.length);
    out.put(precertificate);
    out.putShort((short) sct.extensions.size()).put(sct.extensions.bytes());
    return out.flip().array();
  }

  /// The part of the certificate that is signed, less the promises.
  static byte[] withoutPromises(byte[] certificate) {
    Der tbs = Der.read(certificate).item(0).as(Der.SEQUENCE);
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    for (Der item : tbs.items()) {
      inside.writeBytes(item.isContext(3) ? extensions(item) : item.encoded());
    }
    return Der.write(Der.SEQUENCE, inside.toByteArray());
  }

  private static byte[] extensions(Der tagged) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (Der extension : tagged.item(0).items()) {
      if (!extension.item(0).oid().equals(LIST)) {
        kept.writeBytes(extension.encoded());
      }
    }
    return Der.write(tagged.tag(), Der.write(Der.SEQUENCE, kept.toByteArray()));
  }
}
