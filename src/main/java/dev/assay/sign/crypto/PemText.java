package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A block of PEM: what it says it is, and its bytes.
///
/// Source: RFC 7468
///
/// @param label such as `PUBLIC KEY`
public record PemText(String label, Octets bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LINE = 64;

  /// All blocks of a text; what stands between them is passed over.
  ///
  /// @param what names the text in the failure
  /// @throws InputFailure where a block does not end or is no base64
  public static List<PemText> blocks(String text, String what) {
    List<PemText> blocks = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        throw new InputFailure("cannot read " + what + ": its PEM header does not end");
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      String footer = END + label + DASHES;
      int end = text.indexOf(footer, labelEnd);
      if (end < 0) {
        throw new InputFailure("cannot read " + what + ": its PEM block does not end");
      }
      String body = text.substring(labelEnd + DASHES.length(), end);
      blocks.add(new PemText(label, decoded(body, what)));
      at = text.indexOf(BEGIN, end + footer.length());
    }
    return blocks;
  }

  private static Octets decoded(String body, String what) {
    try {
      return Octets.of(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot read " + what + ": its PEM block is not base64");
    }
  }

  /// As Go and OpenSSL write it: lines of 64, a line end at the end.
  public String text() {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(bytes.bytes());
    return BEGIN + label + DASHES + "\n" + body + "\n" + END + label + DASHES + "\n";
  }
}
