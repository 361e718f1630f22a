package dev.assay.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the user gave by flags or environment. It holds for every registry that is named in a
/// reference; of several logins the next is tried where one is refused.
public final class GivenCredentials implements CredentialSource {
  private final List<Credential> credentials;
  private final Map<String, Integer> refused = new HashMap<>();

  /// @param credentials in the order in which they are tried
  public GivenCredentials(List<? extends Credential> credentials) {
    this.credentials = List.copyOf(credentials);
  }

  @Override
  public synchronized Optional<Credential> find(String host) {
    int next = refused.getOrDefault(host, 0);
    return next < credentials.size() ? Optional.of(credentials.get(next)) : Optional.empty();
  }

  @Override
  public synchronized Optional<Credential> renew(String host) {
    refused.merge(host, 1, Integer::sum);
    return find(host);
  }

  /// Once for each that has not had its turn.
  @Override
  public int renewals(String host) {
    return credentials.size();
  }
}
