package dev.assay.registry.aws;

import dev.assay.failure.RemoteFailure;
import dev.assay.registry.Credential;
import dev.assay.registry.CredentialSource;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Tokens for Amazon's registries, by the AWS credential chain. For any other host it knows nothing
/// and loads nothing of the AWS SDK.
///
/// A token is asked for once per host and kept, past its expiry too: the registry's word counts,
/// not our clock's. When the registry refuses it, `renew` asks AWS once more; whoever comes later
/// gets that renewed token, until it has expired itself.
///
/// `public.ecr.aws` may be read by everybody: without AWS credentials, or where AWS refuses the
/// token, it is read anonymously.
public final class EcrCredentials implements CredentialSource {
  private record Held(Optional<EcrToken> token, boolean isRenewed) {}

  private final EcrSettings settings;
  private final Function<EcrHost, Optional<EcrToken>> call;
  private final Clock clock;
  private final Map<String, Held> held = new HashMap<>();

  /// Asks AWS itself.
  public EcrCredentials(EcrSettings settings) {
    this(settings, host -> new EcrTokenCall(settings).ask(host), Clock.systemUTC());
  }

  EcrCredentials(EcrSettings settings, Function<EcrHost, Optional<EcrToken>> call, Clock clock) {
    this.settings = settings;
    this.call = call;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Credential> find(String host) {
    return EcrHost.parse(host)
        .flatMap(ecr -> held.computeIfAbsent(ecr.host(), _ -> new Held(ask(ecr), false)).token())
        .map(EcrToken::credential);
  }

  @Override
  public synchronized Optional<Credential> renew(String host) {
    return EcrHost.parse(host).flatMap(this::renewed).map(EcrToken::credential);
  }

  @Override
  public Optional<String> hint(Refusal refusal) {
    return EcrAction.ofPath(refusal.method(), refusal.path())
        .hint(refusal.host(), refusal.status());
  }

  private Optional<EcrToken> renewed(EcrHost host) {
    Held last = held.get(host.host());
    boolean isSpent =
        last == null || last.token().map(t -> t.isPast(clock.instant())).orElse(false);
    if (last != null && last.isRenewed() && !isSpent) {
      return last.token();
    }
    Held fresh = new Held(ask(host), true);
    held.put(host.host(), fresh);
    return fresh.token();
  }

  private Optional<EcrToken> ask(EcrHost host) {
    try {
      return call.apply(host);
    } catch (RemoteFailure e) {
      if (!host.isPublic()) {
        throw e;
      }
      settings.progress().debug(e.getMessage() + "; reading it anonymously");
      return Optional.empty();
    }
  }
}
