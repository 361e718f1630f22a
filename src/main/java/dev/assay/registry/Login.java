package dev.assay.registry;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How we prove ourselves to one repository's registry. Nothing is sent before the registry asks;
/// then what it asked for is sent at once. Safe for several threads.
final class Login {
  private final URI base;
  private final String host;
  private final String repository;
  private final CredentialSource source;
  private final Tokens tokens;
  private final Map<String, Tokens.Token> tokenByScope = new HashMap<>();
  private Optional<Challenge> challenge = Optional.empty();
  private Optional<Credential> credential = Optional.empty();
  private boolean wasSearched;

  /// Who is asked for what.
  record Place(URI base, String host, String repository) {}

  Login(Place place, CredentialSource source, Tokens tokens) {
    this.base = place.base();
    this.host = place.host();
    this.repository = place.repository();
    this.source = source;
    this.tokens = tokens;
  }

  /// Starts to prove ourselves for one call.
  Attempt attempt(String scope, String action) {
    return new Attempt(scope, action);
  }

  /// One call's tries: what is known, then what is fetched anew, then a renewed credential.
  final class Attempt {
    private final String scope;
    private final String action;
    private Optional<String> sent = Optional.empty();
    private boolean wasRefreshed;
    private int renewals;

    private Attempt(String scope, String action) {
      this.scope = scope;
      this.action = action;
    }

    /// The `Authorization` to begin with; empty as long as the registry has not asked.
    Optional<String> first() {
      synchronized (Login.this) {
        sent = challenge.isEmpty() ? Optional.empty() : header(scope, action, false);
        return sent;
      }
    }

    /// Another `Authorization` after a refusal, or empty where there is none.
    Optional<String> next(List<Challenge> offered) {
      synchronized (Login.this) {
        remember(offered);
        if (challenge.isEmpty() || (renewals > 0 && !mayRenew())) {
          return Optional.empty();
        }
        forget(scope, sent);
        // The same login twice at most: a registry that takes no token would give new ones for
        // ever.
        Optional<String> header = wasRefreshed ? Optional.empty() : header(scope, action, true);
        wasRefreshed = true;
        if (header.isEmpty() || header.equals(sent)) {
          header = renewed();
        }
        sent = header;
        return header;
      }
    }

    /// Whether a credential of the user stands behind what was sent.
    boolean hadCredential() {
      synchronized (Login.this) {
        return sent.isPresent() && credential.isPresent();
      }
    }

    private boolean mayRenew() {
      return renewals < source.renewals(host);
    }

    private Optional<String> renewed() {
      if (!mayRenew()) {
        return Optional.empty();
      }
      renewals++;
      Optional<Credential> fresh = source.renew(host);
      if (fresh.isEmpty()) {
        return Optional.empty();
      }
      credential = fresh;
      tokenByScope.clear();
      return header(scope, action, true).filter(header -> !Optional.of(header).equals(sent));
    }

    private Optional<String> header(String scope, String action, boolean mayRenew) {
      Challenge asked = challenge.orElseThrow();
      Optional<Credential> known = credential();
      if (known.isPresent()) {
        requireSafeWay();
      }
      if (known.isPresent() && known.get() instanceof Credential.Bearer(String token)) {
        return Optional.of("Bearer " + token);
      }
      if (asked.scheme().equals("basic")) {
        return known.flatMap(Tokens::basic);
      }
      Tokens.Token cached = tokenByScope.get(scope);
      if (cached != null && tokens.now().isBefore(cached.renewAt())) {
        return Optional.of("Bearer " + cached.value());
      }
      return switch (tokens.fetch(new Tokens.Want(base, asked, scope, action), known)) {
        case Tokens.Token token -> {
          tokenByScope.put(scope, token);
          yield Optional.of("Bearer " + token.value());
        }
        case Tokens.Refused refused -> {
          Optional<String> again = mayRenew ? renewed() : Optional.empty();
          if (again.isEmpty()) {
            throw refused.failure();
          }
          yield again;
        }
      };
    }
  }

  /// Bearer is taken before Basic: the password then travels to one place only.
  private void remember(List<Challenge> offered) {
    for (String scheme : List.of("bearer", "basic")) {
      for (Challenge one : offered) {
        if (one.scheme().equals(scheme)) {
          challenge = Optional.of(one);
          return;
        }
      }
    }
  }

  private void forget(String scope, Optional<String> sent) {
    Tokens.Token cached = tokenByScope.get(scope);
    if (cached != null && sent.isPresent() && sent.get().equals("Bearer " + cached.value())) {
      tokenByScope.remove(scope);
    }
  }

  private Optional<Credential> credential() {
    if (!wasSearched) {
      credential = source.find(host, repository);
      wasSearched = true;
    }
    return credential;
  }

  private void requireSafeWay() {
    if ("http".equals(base.getScheme()) && !Hosts.isLoopback(base)) {
      throw new RemoteFailure(
          "cannot log in to " + host + ": it speaks plain http, where secrets travel in the open",
          "give the registry a certificate");
    }
  }
}
