package dev.assay.registry;

import java.util.Optional;

/// Somewhere credentials may be found: flags, environment, `config.json`, a credential helper, AWS.
public interface CredentialSource {
  /// Knows nothing: every access is anonymous.
  CredentialSource NONE =
      // No lambda: of an interface with a constant that is made anew at each start.
      new CredentialSource() {
        @Override
        public Optional<Credential> find(String host) {
          return Optional.empty();
        }
      };

  /// The credential for a registry host, or empty where this source has none.
  ///
  /// @param host with its port, as in the reference; `docker.io` for Docker Hub
  /// @throws dev.assay.failure.RemoteFailure where it should have one and cannot get it
  Optional<Credential> find(String host);

  /// The credential for one repository, where a source tells them apart.
  ///
  /// @param repository path without the host; empty where none is meant
  default Optional<Credential> find(String host, String repository) {
    return find(host);
  }

  /// A fresh credential after the registry refused the last one, or empty where asking again cannot
  /// help.
  default Optional<Credential> renew(String host) {
    return Optional.empty();
  }

  /// How often a call may ask for a fresh credential: a source that makes new ones for ever is
  /// asked once.
  default int renewals(String host) {
    return 1;
  }

  /// What to do about a refusal, where this source knows the registry well enough to say.
  default Optional<String> hint(Refusal refusal) {
    return Optional.empty();
  }

  /// A registry's no.
  ///
  /// @param host with its port, as in the reference
  /// @param method of the request
  /// @param path of the request, such as `/v2/NAME/manifests/TAG`
  /// @param status of the answer
  record Refusal(String host, String method, String path, int status) {}
}
