package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Gets bearer tokens from the place that a registry names.
///
/// Source: <https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/auth/token.md>,
/// <https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/auth/oauth.md>
final class Tokens {
  private static final int MAX_BYTES = 1 << 20;
  private static final long DEFAULT_SECONDS = 60;

  private final Http http;

  Tokens(Http http) {
    this.http = http;
  }

  Instant now() {
    return http.settings().time().now();
  }

  /// What comes of asking.
  sealed interface Answer {}

  /// The login was refused; another may do.
  record Refused(RemoteFailure failure) implements Answer {}

  /// A token and when to get the next one.
  record Token(String value, Instant renewAt) implements Answer {
    @Override
    public String toString() {
      return "Token[…]";
    }
  }

  /// What a token is wanted for.
  ///
  /// @param registry the address that sent the challenge
  /// @param challenge a bearer challenge
  /// @param scope what for
  /// @param action for messages
  record Want(URI registry, Challenge challenge, String scope, String action) {
    /// The challenge's own scope wins: the registry knows best what it wants.
    String effectiveScope() {
      String own = challenge.parameter("scope");
      return own.isEmpty() ? scope : own;
    }
  }

  /// Asks for a token.
  ///
  /// @throws RemoteFailure where there is none to be had, whatever the login
  Answer fetch(Want want, Optional<Credential> credential) {
    URI realm = realm(want, credential.isPresent());
    try {
      if (credential.isPresent() && credential.get() instanceof Credential.Refresh refresh) {
        try (Response response = http.send(refreshGrant(realm, want, refresh))) {
          if (response.status() != 404 && response.status() != 405) {
            return read(response, want);
          }
        }
      }
      Request request =
          Request.get("token", withQuery(realm, query(want)))
              .with("Accept", "application/json")
              .namedBy(want.registry());
      Optional<String> basic = credential.flatMap(Tokens::basic);
      try (Response response =
          http.send(basic.map(b -> request.with("Authorization", b)).orElse(request))) {
        return read(response, want);
      }
    } catch (IOException e) {
      throw NetworkProblem.of(e)
          .failure(want.action() + ": get a token from " + Hosts.withoutSecrets(realm));
    }
  }

  /// `Basic …` for a credential that can be sent so.
  static Optional<String> basic(Credential credential) {
    return switch (credential) {
      case Credential.Basic(String user, String password) -> Optional.of(basic(user, password));
      case Credential.Refresh(String token) -> Optional.of(basic("<token>", token));
      case Credential.Bearer _ -> Optional.empty();
    };
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /// Where to ask. A secret goes to https alone; on this machine to http as well, where the
  /// registry itself is on this machine.
  private URI realm(Want want, boolean withSecret) {
    URI realm;
    try {
      realm = URI.create(want.challenge().parameter("realm"));
    } catch (IllegalArgumentException e) {
      throw unusable(want, "a malformed address");
    }
    if (realm.getHost() == null || realm.getRawUserInfo() != null) {
      throw unusable(want, "no address");
    }
    boolean isLocal = Hosts.isLoopback(realm) && Hosts.isLoopback(want.registry());
    if ("https".equals(realm.getScheme()) || (isLocal && "http".equals(realm.getScheme()))) {
      return realm;
    }
    boolean sameOpenHost =
        "http".equals(realm.getScheme())
            && "http".equals(want.registry().getScheme())
            && realm.getHost().equals(want.registry().getHost());
    if (sameOpenHost && !withSecret) {
      return realm;
    }
    throw unusable(want, withSecret ? "where secrets would travel in the open" : "not https");
  }

  private static RemoteFailure unusable(Want want, String problem) {
    return new RemoteFailure(
        "cannot "
            + want.action()
            + ": the registry sends for a token to `"
            + Printable.of(Hosts.withoutSecrets(want.challenge().parameter("realm")), 100)
            + "`: "
            + problem);
  }

  private static String query(Want want) {
    StringBuilder query = new StringBuilder();
    String service = want.challenge().parameter("service");
    if (!service.isEmpty()) {
      query.append("service=").append(encode(service));
    }
    // Several scopes stand in one text, separated by spaces.
    for (String scope : want.effectiveScope().split(" ")) {
      if (!scope.isEmpty()) {
        query.append(query.isEmpty() ? "" : "&").append("scope=").append(encode(scope));
      }
    }
    return query.toString();
  }

  private static URI withQuery(URI realm, String query) {
    if (query.isEmpty()) {
      return realm;
    }
    String text = realm.toString();
    return URI.create(text + (realm.getRawQuery() == null ? "?" : "&") + query);
  }

  private static Request refreshGrant(URI realm, Want want, Credential.Refresh refresh) {
    String form =
        "grant_type=refresh_token&client_id=assay&service="
            + encode(want.challenge().parameter("service"))
            + "&scope="
            + encode(want.effectiveScope())
            + "&refresh_token="
            + encode(refresh.identityToken());
    return Request.send(
            "POST",
            "token",
            realm,
            Request.Body.of("application/x-www-form-urlencoded", form.getBytes(UTF_8)))
        .with("Accept", "application/json")
        .namedBy(want.registry());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /// What is wrong with a token service's answer is remote trouble: the image has no part in it.
  private static Json json(Response response, Want want) throws IOException {
    try {
      byte[] content = response.readAtMost(MAX_BYTES, "token");
      WebPage.refuse(response, content, want.action());
      return Json.parse(content, "token");
    } catch (InputFailure e) {
      throw new RemoteFailure(
          "cannot "
              + want.action()
              + ": "
              + response.uri().getHost()
              + " sent no token that can be used: "
              + e.getMessage());
    }
  }

  private Answer read(Response response, Want want) throws IOException {
    if (!response.isSuccess()) {
      RemoteFailure failure = RegistryRefusal.ofToken(want, response, now());
      if (response.status() == 401 || response.status() == 403) {
        return new Refused(failure);
      }
      throw failure;
    }
    Json json = json(response, want);
    String value = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
    if (value.isEmpty() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new RemoteFailure(
          "cannot "
              + want.action()
              + ": "
              + response.uri().getHost()
              + " sent no token that can be used");
    }
    long seconds = json.at("expires_in").whole().filter(s -> s > 0).orElse(DEFAULT_SECONDS);
    // A little early, for clocks and for the way; never longer than a day.
    long useful = Math.min(seconds - Math.min(10, seconds / 10), 86_400);
    return new Token(value, now().plusSeconds(useful));
  }
}
