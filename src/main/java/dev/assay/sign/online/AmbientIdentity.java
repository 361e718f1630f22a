package dev.assay.sign.online;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.net.Http;
import dev.assay.net.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The identity that the surroundings give: a GitHub or GitLab job, a machine of Google's, a file.
///
/// Source:
/// <https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments>,
/// <https://docs.gitlab.com/ci/secrets/id_token_authentication/>,
/// <https://cloud.google.com/compute/docs/instances/verifying-instance-identity>
public final class AmbientIdentity {
  private static final String AUDIENCE = "sigstore";
  private static final int MAX_TOKEN = 64 << 10;

  private final Http http;
  private final Map<String, String> environment;

  public AmbientIdentity(Http http, Map<String, String> environment) {
    this.http = http;
    this.environment = Map.copyOf(environment);
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /// The token; empty where the surroundings give none.
  ///
  /// @throws dev.assay.failure.Failure where they should and do not
  public Optional<IdentityToken> find() {
    if (!variable("SIGSTORE_ID_TOKEN").isEmpty()) {
      // GitLab's `id_tokens`, and whoever does as GitLab.
      return Optional.of(IdentityToken.read(variable("SIGSTORE_ID_TOKEN")));
    }
    if (!variable("ACTIONS_ID_TOKEN_REQUEST_URL").isEmpty()) {
      return Optional.of(github());
    }
    if (variable("GITHUB_ACTIONS").equals("true")) {
      throw new RemoteFailure(
          "cannot get an identity token from GitHub: the job may not ask for one",
          "give the job `permissions: id-token: write`");
    }
    String file = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (!file.isEmpty() && Files.exists(Path.of(file))) {
      // Amazon's own token is for STS; one that is projected for Sigstore serves here.
      IdentityToken token = file(Path.of(file));
      if (token.isFor(AUDIENCE)) {
        return Optional.of(token);
      }
    }
    Path spiffe = Path.of("/var/run/sigstore/cosign/oidc-token");
    if (Files.exists(spiffe)) {
      return Optional.of(file(spiffe));
    }
    return variable("GOOGLE_SERVICE_ACCOUNT_NAME").isEmpty() && variable("K_SERVICE").isEmpty()
        ? Optional.empty()
        : Optional.of(google());
  }

  private static IdentityToken file(Path file) {
    try {
      if (Files.size(file) > MAX_TOKEN) {
        throw new InputFailure("cannot read the identity token " + file + ": it is too long");
      }
      return IdentityToken.read(Files.readString(file));
    } catch (IOException e) {
      throw new InputFailure("cannot read the identity token " + file + ": " + e.getMessage());
    }
  }

  private IdentityToken github() {
    String base = variable("ACTIONS_ID_TOKEN_REQUEST_URL");
    URI uri = URI.create(base + (base.contains("?") ? "&" : "?") + "audience=" + AUDIENCE);
    byte[] answer =
        new ServiceCall(http)
            .ask(
                Request.get("identity token", uri)
                    .with("Authorization", "Bearer " + variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
                    .with("Accept", "application/json"),
                "get an identity token from GitHub");
    return IdentityToken.read(Json.parse(answer, "identity token").text("value"));
  }

  private IdentityToken google() {
    String host = variable("GCE_METADATA_HOST");
    URI uri =
        URI.create(
            "http://"
                + (host.isEmpty() ? "metadata.google.internal" : host)
                + "/computeMetadata/v1/instance/service-accounts/default/identity?format=full"
                + "&audience="
                + URLEncoder.encode(AUDIENCE, StandardCharsets.UTF_8));
    byte[] answer =
        new ServiceCall(http)
            .ask(
                Request.get("identity token", uri).with("Metadata-Flavor", "Google"),
                "get an identity token from Google");
    return IdentityToken.read(new String(answer, StandardCharsets.US_ASCII));
  }
}
