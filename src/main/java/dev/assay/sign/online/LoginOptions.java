package dev.assay.sign.online;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How somebody logs in.
///
/// @param issuer the identity provider
/// @param client what this program is called there
/// @param secret of the client, where it has one
/// @param redirect where the browser is sent afterwards: to this machine; port 0 or none given is
///   any free one
/// @param patience how long the user may take
public record LoginOptions(
    URI issuer, String client, Optional<String> secret, Optional<URI> redirect, Duration patience) {
  /// Sigstore's own issuer.
  public static final URI SIGSTORE = URI.create("https://oauth2.sigstore.dev/auth");

  /// What programs are called there.
  public static final String CLIENT = "sigstore";

  @Override
  public String toString() {
    return "LoginOptions[" + issuer + ", " + client + "]";
  }
}
