package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Docker's `config.json`, or Podman's `auth.json`, which has the same form and may name parts of a
/// registry: `quay.io/team`.
///
/// Source: <https://docs.docker.com/reference/cli/docker/login/>,
/// <https://github.com/containers/image/blob/v5.33.0/docs/containers-auth.json.5.md>
final class AuthFile {
  /// The name under which Docker keeps the login of Docker Hub.
  static final String HUB_KEY = "https://index.docker.io/v1/";

  private static final Set<String> HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");
  private static final int MAX_BYTES = 4 << 20;

  private final Path path;
  private final Json json;

  private AuthFile(Path path, Json json) {
    this.path = path;
    this.json = json;
  }

  /// Reads one; an absent file says nothing.
  ///
  /// @throws InputFailure where it is there and cannot be read
  static AuthFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      if (content.length == MAX_BYTES) {
        throw new InputFailure("cannot read " + path + ": too large for a file of logins");
      }
      boolean isBlank = new String(content, UTF_8).isBlank();
      return new AuthFile(path, isBlank ? Json.Null.NULL : Json.parse(content, path.toString()));
    } catch (NoSuchFileException e) {
      return new AuthFile(path, Json.Null.NULL);
    } catch (IOException e) {
      throw new InputFailure(
          "cannot read " + path + ": " + e.getClass().getSimpleName(), "check who may read it");
    }
  }

  Path path() {
    return path;
  }

  Json json() {
    return json;
  }

  /// The name of the helper that keeps the login of a registry; empty where none is set for it.
  String helper(String host) {
    for (Map.Entry<String, Json> entry : json.at("credHelpers").members().entrySet()) {
      if (sameHost(entry.getKey(), host)) {
        return entry.getValue().text();
      }
    }
    return "";
  }

  /// The name of the helper for every registry, or empty.
  String store() {
    return json.text("credsStore");
  }

  /// The keys of `auths` that stand for a registry.
  List<String> keys(String host) {
    List<String> keys = new ArrayList<>();
    for (String key : json.at("auths").members().keySet()) {
      if (sameHost(key, host)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /// The login under the longest key that begins the repository's name.
  Optional<Credential> find(String host, String repository) {
    String wanted = normal(host) + (repository.isEmpty() ? "" : "/" + repository);
    Optional<Credential> best = Optional.empty();
    int length = -1;
    for (Map.Entry<String, Json> entry : json.at("auths").members().entrySet()) {
      String key = normal(entry.getKey());
      boolean begins = wanted.equals(key) || wanted.startsWith(key + "/");
      Optional<Credential> found = begins ? credential(entry.getValue()) : Optional.empty();
      if (found.isPresent() && key.length() > length) {
        best = found;
        length = key.length();
      }
    }
    return best;
  }

  private static boolean sameHost(String key, String host) {
    return normal(key).equals(normal(host));
  }

  /// A key as `host[:port][/path]`, Docker Hub always by one name. Keys with a scheme are addresses
  /// of old: their path means nothing.
  private static String normal(String key) {
    boolean isAddress = key.startsWith("https://") || key.startsWith("http://");
    String rest = isAddress ? key.substring(key.indexOf("://") + 3) : key;
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 || isAddress ? "" : rest.substring(slash).replaceAll("/+$", "");
    return (HUB.contains(host) ? "docker.io" : host)
        + (path.equals("/v1") || path.equals("/v2") ? "" : path);
  }

  private static Optional<Credential> credential(Json entry) {
    if (!entry.text("registrytoken").isEmpty()) {
      return Optional.of(new Credential.Bearer(entry.text("registrytoken")));
    }
    if (!entry.text("identitytoken").isEmpty()) {
      return Optional.of(new Credential.Refresh(entry.text("identitytoken")));
    }
    String login = decode(entry.text("auth"));
    int colon = login.indexOf(':');
    return colon >= 0
        ? of(login.substring(0, colon), login.substring(colon + 1))
        : of(entry.text("username"), entry.text("password"));
  }

  /// A user and a secret; the user `<token>` says that the secret is a refresh token.
  static Optional<Credential> of(String username, String secret) {
    if (username.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        username.equals("<token>")
            ? new Credential.Refresh(secret)
            : new Credential.Basic(username, secret));
  }

  private static String decode(String base64) {
    try {
      // Docker once ended what it encoded with a zero byte.
      return new String(Base64.getDecoder().decode(base64.strip()), UTF_8).replaceAll("\0+$", "");
    } catch (IllegalArgumentException e) {
      return ""; // no login that could be sent
    }
  }
}
