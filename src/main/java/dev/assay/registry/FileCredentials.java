package dev.assay.registry;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Logins that Docker, Podman and `assay login` keep: in files, or in the helpers the files name.
/// Nothing is read before a registry asks for a login.
public final class FileCredentials implements CredentialSource {
  private final List<Path> files;
  private final Map<String, String> environment;
  private final Progress progress;

  FileCredentials(List<Path> files, Map<String, String> environment, Progress progress) {
    this.files = List.copyOf(files);
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /// The files where Docker and Podman look, in this order: `$REGISTRY_AUTH_FILE`,
  /// `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`,
  /// `$XDG_RUNTIME_DIR/containers/auth.json`, `$XDG_CONFIG_HOME/containers/auth.json` or
  /// `~/.config/containers/auth.json`.
  public static FileCredentials standard(Map<String, String> environment, Progress progress) {
    List<Path> files = new ArrayList<>();
    add(files, environment, "REGISTRY_AUTH_FILE", "");
    Path docker = dockerConfig(environment);
    if (!environment.getOrDefault("DOCKER_CONFIG", "").isEmpty()
        && Files.isRegularFile(docker.toAbsolutePath().getParent())) {
      progress.warn(
          "DOCKER_CONFIG names a file, not the folder of a config.json: no login from it");
    } else {
      files.add(docker);
    }
    add(files, environment, "XDG_RUNTIME_DIR", "containers/auth.json");
    if (!add(files, environment, "XDG_CONFIG_HOME", "containers/auth.json")) {
      add(files, environment, "HOME", ".config/containers/auth.json");
    }
    return new FileCredentials(files, environment, progress);
  }

  /// Docker's own file, there or not.
  static Path dockerConfig(Map<String, String> environment) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return folder.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", ""), ".docker", "config.json")
        : Path.of(folder, "config.json");
  }

  private static boolean add(
      List<Path> files, Map<String, String> environment, String variable, String below) {
    String value = environment.getOrDefault(variable, "");
    if (value.isEmpty()) {
      return false;
    }
    files.add(below.isEmpty() ? Path.of(value) : Path.of(value, below));
    return true;
  }

  @Override
  public Optional<Credential> find(String host) {
    return find(host, "");
  }

  @Override
  public Optional<Credential> find(String host, String repository) {
    for (Path path : files) {
      AuthFile file = AuthFile.read(path);
      Optional<Credential> found = fromHelper(file, host).or(() -> file.find(host, repository));
      if (found.isPresent()) {
        progress.debug("login of " + host + " from " + path);
        return found;
      }
    }
    return Optional.empty();
  }

  /// A helper may have made a new token meanwhile; a file has not.
  @Override
  public Optional<Credential> renew(String host) {
    for (Path path : files) {
      Optional<Credential> found = fromHelper(AuthFile.read(path), host);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Credential> fromHelper(AuthFile file, String host) {
    String own = file.helper(host);
    if (!own.isEmpty()) {
      return new CredentialHelper(own, environment).get(host);
    }
    if (file.store().isEmpty()) {
      return Optional.empty();
    }
    CredentialHelper store = new CredentialHelper(file.store(), environment);
    boolean hasLogin = !file.keys(host).isEmpty();
    try {
      // A store for all that is not installed here (a folder shared between machines) must not
      // stand in the way of images that need no login.
      return hasLogin || store.exists() ? store.get(host) : Optional.empty();
    } catch (RemoteFailure e) {
      if (hasLogin && file.find(host, "").isEmpty()) {
        throw e;
      }
      progress.warn(e.getMessage() + "; going on without it");
      return Optional.empty();
    }
  }
}
