package dev.assay.registry.aws;

import dev.assay.failure.RemoteFailure;
import dev.assay.registry.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/// A token of `GetAuthorizationToken`: base64 of `user:password`, good for twelve hours.
///
/// @param credential what the registry accepts
/// @param expiresAt when it ends
record EcrToken(Credential.Basic credential, Instant expiresAt) {
  /// No real token comes near this many characters.
  private static final int MAX_LENGTH = 64 * 1024;

  /// Reads what the API answered.
  ///
  /// @throws RemoteFailure where it is not `user:password`
  static EcrToken decode(EcrHost host, String token, Instant expiresAt) {
    try {
      if (token.length() > MAX_LENGTH) {
        throw unreadable(host);
      }
      String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon <= 0) {
        throw unreadable(host);
      }
      return new EcrToken(
          new Credential.Basic(pair.substring(0, colon), pair.substring(colon + 1)), expiresAt);
    } catch (IllegalArgumentException e) {
      throw unreadable(host);
    }
  }

  private static RemoteFailure unreadable(EcrHost host) {
    return new RemoteFailure(
        "cannot get a token for " + host.host() + ": the answer is not base64 of `user:password`");
  }

  boolean isPast(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
