package dev.assay.registry;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Turns a refusal into the failure to tell: what was tried, the status, the registry's reasons,
/// and what to do.
final class RegistryRefusal {
  private RegistryRefusal() {}

  /// What was refused.
  ///
  /// @param action `read manifest of IMAGE`
  /// @param host the registry's, as in the reference
  /// @param hadCredential whether one was sent
  /// @param hint what the source of the credential says about it
  /// @param now the time, where a server names one
  record Attempt(
      String action, String host, boolean hadCredential, Optional<String> hint, Instant now) {}

  static Failure of(Attempt attempt, Response response, RegistryErrors errors) {
    String what =
        "cannot "
            + attempt.action()
            + ": "
            + answerer(attempt.host(), response.uri())
            + " answers "
            + words(response.status())
            + errors.inBrackets();
    return switch (response.status()) {
      case 401 ->
          new RemoteFailure(
              what,
              attempt
                  .hint()
                  .orElseGet(() ->
                      isAboutScope(response, errors) ? deniedHint(attempt) : loginHint(attempt)));
      case 403 -> new RemoteFailure(what, attempt.hint().orElseGet(() -> deniedHint(attempt)));
      case 404 -> new InputFailure(what, missingHint(attempt));
      case 429 ->
          new RemoteFailure(
              what,
              again(response, attempt.now())
                  + (attempt.hadCredential() ? "" : "; with a login the limit may be higher"));
      case 408, 500, 502, 503, 504 -> new RemoteFailure(what, again(response, attempt.now()));
      default -> new RemoteFailure(what);
    };
  }

  /// Our words for the server's wish: a number or nothing, whatever it sent.
  private static String again(Response response, Instant now) {
    OptionalLong seconds = response.retryAfterSeconds(now);
    return seconds.isPresent() ? "try again in " + seconds.getAsLong() + " s" : "try again later";
  }

  /// Whether a 401 says that the login is right but not enough. Docker Hub answers so for what does
  /// not exist as well.
  private static boolean isAboutScope(Response response, RegistryErrors errors) {
    return errors.has("DENIED")
        || Challenge.parse(response.headers("WWW-Authenticate")).stream()
            .anyMatch(challenge -> challenge.parameter("error").equals("insufficient_scope"));
  }

  /// Some registries (GHCR, GitLab) hide what is private behind a 404.
  private static String missingHint(Attempt attempt) {
    return "check the repository's name and the tag or digest"
        + (attempt.hadCredential()
            ? ", and that this login may pull it"
            : "; where it is private, run `assay login " + attempt.host() + "`");
  }

  /// The place that gives tokens gave none.
  static RemoteFailure ofToken(Tokens.Want want, Response response, Instant now) {
    int status = response.status();
    boolean isAboutLogin = status == 400 || status == 401 || status == 403;
    return new RemoteFailure(
        "cannot "
            + want.action()
            + ": "
            + Printable.of(Hosts.shown(response.uri()), 100)
            + " gives no token: "
            + words(status)
            + RegistryErrors.read(response).inBrackets(),
        isAboutLogin
            ? "check user and password; `assay login HOST` stores them"
            : status == 429 || status >= 500 ? again(response, now) : "");
  }

  private static String deniedHint(Attempt attempt) {
    return attempt.hadCredential()
        ? "check the name and that this login may "
            + (attempt.action().startsWith("push") ? "push there" : "pull it")
            + ", or run `assay login "
            + attempt.host()
            + "` with another"
        : loginHint(attempt);
  }

  private static String loginHint(Attempt attempt) {
    return attempt.hadCredential()
        ? "the login was refused: run `assay login " + attempt.host() + "` again"
        : "check the name; where the image is not public, run `assay login " + attempt.host() + "`";
  }

  /// A redirect may have led to another machine, which then is the one that refuses.
  private static String answerer(String host, URI uri) {
    String actual = Hosts.shown(uri);
    boolean isHub = host.equals("docker.io") && actual.equals("registry-1.docker.io");
    return actual.isEmpty() || isHub || actual.equals(host)
        ? host
        : host + " (" + Printable.of(actual, 100) + ")";
  }

  private static String words(int status) {
    String reason =
        switch (status) {
          case 400 -> "Bad Request";
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 408 -> "Request Timeout";
          case 416 -> "Range Not Satisfiable";
          case 429 -> "Too Many Requests";
          case 500 -> "Internal Server Error";
          case 502 -> "Bad Gateway";
          case 503 -> "Service Unavailable";
          case 504 -> "Gateway Timeout";
          default -> "";
        };
    return reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
  }
}
