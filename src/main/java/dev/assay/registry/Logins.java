package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps logins where Docker and other tools find them: in the helper that `config.json` names,
/// else in `config.json` itself, which only its owner may read. Whatever else is in that file
/// stays.
public final class Logins {
  private final Map<String, String> environment;
  private final Path path;

  /// @param environment says where `config.json` is, as `FileCredentials.standard`
  public Logins(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    String explicit = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    this.path = explicit.isEmpty() ? FileCredentials.dockerConfig(environment) : Path.of(explicit);
  }

  /// Stores a login and says where.
  ///
  /// @param host as in references: `docker.io` for Docker Hub
  /// @return the helper's or the file's name
  public String store(String host, Credential.Basic login) {
    AuthFile file = AuthFile.read(path);
    String helper = helper(file, host);
    Map<String, Json> entry = new TreeMap<>();
    if (helper.isEmpty()) {
      String text = login.username() + ":" + login.password();
      entry.put("auth", new Json.Str(Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
    } else {
      new CredentialHelper(helper, environment).store(host, login);
    }
    Map<String, Json> auths = new LinkedHashMap<>(file.json().at("auths").members());
    file.keys(host).forEach(auths::remove);
    auths.put(host.equals("docker.io") ? AuthFile.HUB_KEY : host, new Json.Obj(entry));
    write(file, auths);
    return helper.isEmpty() ? path.toString() : "docker-credential-" + helper;
  }

  /// Forgets a login.
  ///
  /// @return whether there was one
  public boolean erase(String host) {
    AuthFile file = AuthFile.read(path);
    String helper = helper(file, host);
    boolean wasKept = false;
    if (!helper.isEmpty()) {
      CredentialHelper program = new CredentialHelper(helper, environment);
      wasKept = program.get(host).isPresent();
      program.erase(host);
    }
    if (file.keys(host).isEmpty()) {
      return wasKept;
    }
    Map<String, Json> auths = new LinkedHashMap<>(file.json().at("auths").members());
    file.keys(host).forEach(auths::remove);
    write(file, auths);
    return true;
  }

  private static String helper(AuthFile file, String host) {
    String own = file.helper(host);
    return own.isEmpty() ? file.store() : own;
  }

  /// Replaces the file in one step: who reads it meanwhile sees the old or the new one.
  private void write(AuthFile file, Map<String, Json> auths) {
    Map<String, Json> members = new LinkedHashMap<>(file.json().members());
    members.put("auths", new Json.Obj(auths));
    try {
      Path target = target();
      Files.createDirectories(target.toAbsolutePath().getParent());
      Path fresh =
          target.resolveSibling(target.getFileName() + ".new" + ProcessHandle.current().pid());
      Files.deleteIfExists(fresh);
      try (OutputStream out = create(fresh)) {
        JsonOutput.write(out, json -> json.object(() -> members.forEach(json::put)));
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new InputFailure(
          "cannot write " + path + ": " + e.getClass().getSimpleName(), "check who may write it");
    }
  }

  /// The file itself where the path is a link: the link stays.
  private Path target() throws IOException {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      return path;
    }
  }

  private static OutputStream create(Path fresh) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean isPosix = fresh.getFileSystem().supportedFileAttributeViews().contains("posix");
    return java.nio.channels.Channels.newOutputStream(
        isPosix
            ? Files.newByteChannel(
                fresh,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.newByteChannel(fresh, options));
  }
}
