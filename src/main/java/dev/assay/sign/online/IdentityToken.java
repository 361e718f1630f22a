package dev.assay.sign.online;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.time.Instant;
import java.util.Base64;

/// What an identity provider says about us, signed by it. A secret: whoever has it can sign in our
/// name until it ends. `toString` does not show it.
///
/// Source: RFC 7519
public final class IdentityToken {
  private static final int MAX_CHARACTERS = 64 << 10;

  private final String text;
  private final Json claims;

  private IdentityToken(String text, Json claims) {
    this.text = text;
    this.claims = claims;
  }

  /// Reads a token. Its signature is Fulcio's to check.
  ///
  /// @throws InputFailure where it is none
  public static IdentityToken read(String text) {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != 3 || text.length() > MAX_CHARACTERS) {
      throw new InputFailure("cannot use the identity token: it is not a JSON web token");
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
      return new IdentityToken(text.strip(), Json.parse(claims, "identity token"));
    } catch (IllegalArgumentException e) {
      throw new InputFailure("cannot use the identity token: it is not base64");
    }
  }

  /// The token itself.
  String text() {
    return text;
  }

  /// Who we are, for messages.
  public String subject() {
    String email = claims.text("email");
    return email.isEmpty() ? claims.text("sub") : email;
  }

  /// Whether it was made for that audience.
  boolean isFor(String audience) {
    return claims.text("aud").equals(audience) || claims.texts("aud").contains(audience);
  }

  /// A claim that is text; empty where it is absent.
  String claim(String name) {
    return claims.text(name);
  }

  /// Whether it says that it still holds then.
  boolean endsAfter(Instant time) {
    return claims.at("exp").whole().orElse(0L) > time.getEpochSecond();
  }

  @Override
  public String toString() {
    return "IdentityToken[" + subject() + "]";
  }
}
