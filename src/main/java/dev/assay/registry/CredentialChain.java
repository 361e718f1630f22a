package dev.assay.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Several sources, asked in order; the first that has a credential for a registry is the one that
/// renews it.
public final class CredentialChain implements CredentialSource {
  private final List<CredentialSource> sources;
  private final Map<String, CredentialSource> chosen = new ConcurrentHashMap<>();

  public CredentialChain(List<CredentialSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Optional<Credential> find(String host) {
    return find(host, "");
  }

  @Override
  public Optional<Credential> find(String host, String repository) {
    for (CredentialSource source : sources) {
      Optional<Credential> found = source.find(host, repository);
      if (found.isPresent()) {
        chosen.put(host, source);
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Credential> renew(String host) {
    CredentialSource source = chosen.get(host);
    return source == null ? Optional.empty() : source.renew(host);
  }

  @Override
  public int renewals(String host) {
    CredentialSource source = chosen.get(host);
    return source == null ? 1 : source.renewals(host);
  }

  @Override
  public Optional<String> hint(Refusal refusal) {
    return sources.stream().flatMap(source -> source.hint(refusal).stream()).findFirst();
  }
}
