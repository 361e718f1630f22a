package dev.assay.registry;

/// What proves to a registry who asks. `toString` never shows the secret.
public sealed interface Credential {
  /// A user name and a password or personal token, for Basic and for a token endpoint.
  record Basic(String username, String password) implements Credential {
    @Override
    public String toString() {
      return "Basic[" + username + "]";
    }
  }

  /// A refresh token (`identitytoken`), exchanged at the token endpoint.
  record Refresh(String identityToken) implements Credential {
    @Override
    public String toString() {
      return "Refresh[…]";
    }
  }

  /// A bearer token to be sent as it is (`--registry-token`, `registrytoken`).
  record Bearer(String token) implements Credential {
    @Override
    public String toString() {
      return "Bearer[…]";
    }
  }
}
