package dev.assay.sign.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.sign.crypto.Hash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks requests as AWS does.
///
/// Source:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
final class SigV4 {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(([0-9]{8})/([^/]+)/([^/]+)/aws4_request),"
              + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  private SigV4() {}

  /// What is wrong with the request's signature; empty for nothing.
  static String problem(HttpExchange exchange, byte[] body, String id, String secret)
      throws GeneralSecurityException {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Matcher parts = HEADER.matcher(header);
    if (!parts.matches() || !parts.group(1).equals(id)) {
      return "The authorization header is malformed";
    }
    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    for (String name : parts.group(6).split(";")) {
      canonical
          .append(name)
          .append(':')
          .append(String.valueOf(exchange.getRequestHeaders().getFirst(name)).strip())
          .append('\n');
    }
    canonical.append('\n').append(parts.group(6)).append('\n').append(hex(Hash.SHA256.of(body)));
    String text =
        "AWS4-HMAC-SHA256\n"
            + exchange.getRequestHeaders().getFirst("X-Amz-Date")
            + "\n"
            + parts.group(2)
            + "\n"
            + hex(Hash.SHA256.of(bytes(canonical.toString())));
    byte[] key = mac(bytes("AWS4" + secret), parts.group(3));
    for (String part : new String[] {parts.group(4), parts.group(5), "aws4_request"}) {
      key = mac(key, part);
    }
    boolean hasAll =
        parts.group(6).contains("host")
            && parts.group(6).contains("x-amz-target")
            && parts.group(6).contains("x-amz-security-token");
    return hasAll && hex(mac(key, text)).equals(parts.group(7))
        ? ""
        : "The request signature we calculated does not match the signature you provided";
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
