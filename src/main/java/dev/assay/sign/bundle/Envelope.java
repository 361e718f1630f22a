package dev.assay.sign.bundle;

import dev.assay.sign.crypto.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A DSSE envelope: a payload, what kind it is of, and signatures over both.
///
/// Source: <https://github.com/secure-systems-lab/dsse/blob/master/protocol.md>
public record Envelope(Octets payload, String payloadType, List<Octets> signatures)
    implements Content {
  /// What an in-toto statement is called.
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  public Envelope {
    signatures = List.copyOf(signatures);
  }

  /// What the signatures are over: `DSSEv1 LENGTH TYPE LENGTH PAYLOAD`.
  public byte[] signedBytes() {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(type);
    out.writeBytes((" " + payload.size() + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(payload.bytes());
    return out.toByteArray();
  }
}
