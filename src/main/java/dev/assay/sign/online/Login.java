package dev.assay.sign.online;

import dev.assay.format.json.Json;
import dev.assay.net.Http;
import dev.assay.net.Time;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Somebody logs in at an identity provider: in a browser on this machine, or in any, with a code
/// that this one shows.
///
/// Source: OpenID Connect Core 1.0 section 3.1, RFC 7636, RFC 8252, RFC 8628
public final class Login {
  private static final String SCOPES = "openid email";
  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final long USUAL_PAUSE_SECONDS = 5;
  private static final long MAX_PAUSE_SECONDS = 60;

  private final Http http;
  private final LoginOptions options;
  private final Secrets secrets = Secrets.draw();

  public Login(Http http, LoginOptions options) {
    this.http = http;
    this.options = options;
  }

  /// What the user is told to open.
  ///
  /// @param code to be typed there; empty where the page knows it
  public record Invitation(URI page, String code) {}

  /// Has the user log in in a browser on this machine.
  ///
  /// @param invite shows the page
  /// @throws dev.assay.failure.Failure where nobody does, or the answer is not to this login
  public IdentityToken inBrowser(Consumer<Invitation> invite) {
    Issuer issuer = Issuer.discover(http, options);
    try (RedirectListener listener = RedirectListener.open(options.redirect(), secrets.state())) {
      invite.accept(new Invitation(page(issuer, listener.url()), ""));
      Map<String, String> answer =
          listener
              .await(options.patience())
              .orElseThrow(() ->
                  issuer.problem("nobody did within " + options.patience().toSeconds() + " s"));
      if (!secrets.state().equals(answer.get("state"))) {
        throw issuer.problem("the browser brought only answers to other logins");
      }
      if (answer.containsKey("error")) {
        throw issuer.problem(
            issuer.words(answer.get("error"), answer.getOrDefault("error_description", "")));
      }
      if (answer.getOrDefault("code", "").isEmpty()) {
        throw issuer.problem("the browser brought no code");
      }
      Map<String, String> form = new HashMap<>();
      form.put("grant_type", "authorization_code");
      form.put("code", answer.get("code"));
      form.put("redirect_uri", listener.url().toString());
      form.put("code_verifier", secrets.verifier());
      return issuer.token(
          issuer.post("token_endpoint", form), Optional.of(secrets.nonce()), Instant.now());
    }
  }

  private URI page(Issuer issuer, URI redirect) {
    URI page = issuer.page("authorization_endpoint");
    Map<String, String> fields = new HashMap<>();
    fields.put("response_type", "code");
    fields.put("client_id", options.client());
    fields.put("redirect_uri", redirect.toString());
    fields.put("scope", SCOPES);
    fields.put("state", secrets.state());
    fields.put("nonce", secrets.nonce());
    fields.put("code_challenge", secrets.challenge());
    fields.put("code_challenge_method", "S256");
    return URI.create(page + (page.getRawQuery() == null ? "?" : "&") + Issuer.form(fields));
  }

  /// Has the user log in in any browser, on any machine.
  ///
  /// @param invite shows page and code
  /// @throws dev.assay.failure.Failure where nobody does
  public IdentityToken onAnyDevice(Consumer<Invitation> invite) {
    Issuer issuer = Issuer.discover(http, options);
    Map<String, String> form = new HashMap<>();
    form.put("scope", SCOPES);
    form.put("code_challenge", secrets.challenge());
    form.put("code_challenge_method", "S256");
    Issuer.Answer begun = issuer.post("device_authorization_endpoint", form);
    String code = begun.content().text("device_code");
    if (!begun.error().isEmpty() || code.isEmpty()) {
      throw issuer.problem(
          begun.error().isEmpty()
              ? "it gives no code"
              : issuer.words(begun.error(), begun.content().text("error_description")));
    }
    invite.accept(invitation(issuer, begun.content()));
    return poll(issuer, begun.content(), code);
  }

  private static Invitation invitation(Issuer issuer, Json begun) {
    String complete = begun.text("verification_uri_complete");
    String page = complete.isEmpty() ? begun.text("verification_uri") : complete;
    String code = begun.text("user_code");
    try {
      URI shown = URI.create(page);
      boolean isPage = "https".equals(shown.getScheme()) || "http".equals(shown.getScheme());
      if (isPage && code.matches("[ -~]{1,40}") && page.length() <= 2000) {
        return new Invitation(shown, code);
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw issuer.problem("its page and code cannot be shown");
  }

  private IdentityToken poll(Issuer issuer, Json begun, String code) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", DEVICE);
    form.put("device_code", code);
    form.put("code_verifier", secrets.verifier());
    Time time = http.settings().time();
    long most = begun.at("expires_in").whole().orElse(options.patience().toSeconds());
    Duration patience = Duration.ofSeconds(Math.clamp(most, 1, options.patience().toSeconds()));
    long pause = begun.at("interval").whole().orElse(USUAL_PAUSE_SECONDS);
    long waited = 0;
    while (waited < patience.toSeconds()) {
      pause = Math.clamp(pause, 1, MAX_PAUSE_SECONDS);
      sleep(time, pause);
      waited += pause;
      Issuer.Answer answer = issuer.post("token_endpoint", form);
      switch (answer.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> pause += USUAL_PAUSE_SECONDS;
        default -> {
          return issuer.token(answer, Optional.empty(), Instant.now());
        }
      }
    }
    throw issuer.problem("nobody did within " + patience.toSeconds() + " s");
  }

  private static void sleep(Time time, long seconds) {
    try {
      time.sleep(Duration.ofSeconds(seconds).toMillis());
    } catch (InterruptedIOException e) {
      throw dev.assay.net.NetworkProblem.of(e).failure("log in");
    }
  }
}
