package dev.assay.registry;

import java.util.Optional;

/// Somewhere credentials may be found: flags, environment, `config.json`, a credential helper, AWS.
public interface CredentialSource {
  /// Knows nothing: every access is anonymous.
  CredentialSource NONE = host -> Optional.empty();

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
}
