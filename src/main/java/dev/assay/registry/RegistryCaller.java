package dev.assay.registry;

import dev.assay.failure.Failure;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Asks a registry one thing: finds the address, proves who we are when asked, and turns refusals
/// into failures.
final class RegistryCaller {
  /// A short answer that breaks off is asked for again so often.
  private static final int MAX_READS = 3;

  private final Http http;
  private final Origins origins;
  private final Tokens tokens;
  private final CredentialSource credentials;
  private final Map<String, Login> logins = new ConcurrentHashMap<>();

  RegistryCaller(Http http, CredentialSource credentials, Registry.Endpoints endpoints) {
    this.http = http;
    this.origins = new Origins(http, endpoints);
    this.tokens = new Tokens(http);
    this.credentials = credentials;
  }

  /// Where a registry answers.
  URI origin(String host) {
    return origins.of(host);
  }

  /// Asks.
  ///
  /// @param host as in the reference
  /// @param repository path without the host; empty where none is meant
  /// @throws Failure where the answer is no, or none comes
  <T> T call(String host, String repository, Endpoint<T> endpoint) {
    URI base = origins.of(host);
    Login login =
        logins.computeIfAbsent(
            host + "/" + repository,
            key -> new Login(new Login.Place(base, host, repository), credentials, tokens));
    try {
      for (int reads = 1; ; reads++) {
        Answered answered = answer(base, login, host, endpoint);
        try {
          return read(answered, endpoint, host);
        } catch (IOException e) {
          if (endpoint.keepsResponse() || reads == MAX_READS) {
            throw e;
          }
          http.settings().progress().debug(endpoint.action() + ": " + e.getMessage() + ", again");
        }
      }
    } catch (IOException e) {
      http.settings().deadline().check();
      throw NetworkProblem.of(e).failure(endpoint.action());
    }
  }

  /// The last answer, and whether a credential of the user's was sent for it.
  private record Answered(Response response, boolean hadCredential) {}

  private <T> T read(Answered answered, Endpoint<T> endpoint, String host) throws IOException {
    Response response = answered.response();
    if (response.isSuccess() && endpoint.keepsResponse()) {
      return endpoint.read(response);
    }
    try (response) {
      if (response.isSuccess()) {
        return endpoint.read(response);
      }
      RegistryErrors errors = RegistryErrors.read(response);
      Optional<T> answer = endpoint.refused(response.status(), errors);
      if (answer.isPresent()) {
        return answer.get();
      }
      // A 401 or 403 of the registry itself was dealt with before; this is another machine's.
      throw RegistryRefusal.of(
          new RegistryRefusal.Attempt(
              endpoint.action(), host, answered.hadCredential(), Optional.empty(), now()),
          response,
          errors);
    }
  }

  private Instant now() {
    return http.settings().time().now();
  }

  /// The last answer, after as many tries to prove ourselves as make sense.
  private <T> Answered answer(URI base, Login login, String host, Endpoint<T> endpoint)
      throws IOException {
    Login.Attempt attempt = login.attempt(endpoint.scope(), endpoint.action());
    Optional<String> header = attempt.first();
    while (true) {
      Request request = endpoint.request(base);
      // An upload may go to another machine, which our login is none of the business of.
      boolean isOwn = Hosts.origin(base).equals(Hosts.origin(request.uri()));
      Response response =
          http.send(
              header.filter(h -> isOwn).map(h -> request.with("Authorization", h)).orElse(request));
      boolean isAboutLogin = response.status() == 401 || response.status() == 403;
      if (!isAboutLogin || !Hosts.origin(base).equals(Hosts.origin(response.uri()))) {
        return new Answered(response, attempt.hadCredential());
      }
      try (response) {
        RegistryErrors errors = RegistryErrors.read(response);
        // Amazon answers 403 to a token past its time.
        boolean mayTryAgain = response.status() == 401 || errors.mentions("expired");
        boolean had = attempt.hadCredential();
        header =
            mayTryAgain
                ? attempt.next(Challenge.parse(response.headers("WWW-Authenticate")))
                : Optional.empty();
        if (header.isEmpty()) {
          Optional<String> hint =
              credentials.hint(
                  new CredentialSource.Refusal(
                      host, request.method(), request.uri().getPath(), response.status()));
          throw RegistryRefusal.of(
              new RegistryRefusal.Attempt(endpoint.action(), host, had, hint, now()),
              response,
              errors);
        }
      }
    }
  }
}
