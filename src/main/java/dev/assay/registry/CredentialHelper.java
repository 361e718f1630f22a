package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A program `docker-credential-NAME` that keeps logins: it reads a registry's address from its
/// standard input and answers in JSON.
///
/// Source: <https://github.com/docker/docker-credential-helpers/blob/v0.8.2/README.md>
final class CredentialHelper {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final int MAX_BYTES = 64 << 10;
  private static final long LIMIT_SECONDS = 60;

  private final String program;
  private final Map<String, String> environment;

  /// @param name as configured: `ecr-login`
  /// @param environment with the `PATH` to look on
  CredentialHelper(String name, Map<String, String> environment) {
    if (!NAME.matcher(name).matches()) {
      throw new InputFailure(
          "cannot use the credential helper `"
              + Printable.of(name, 60)
              + "`: no name of a program");
    }
    this.program = "docker-credential-" + name;
    this.environment = environment;
  }

  /// Whether the program is there.
  boolean exists() {
    return find().isPresent();
  }

  String program() {
    return program;
  }

  /// The login it keeps for a registry.
  ///
  /// @throws RemoteFailure where the program is missing or fails
  Optional<Credential> get(String host) {
    Outcome outcome = run("get", address(host), host);
    if (outcome.status() != 0) {
      String text = outcome.text();
      // Each helper says it a little differently; all begin so.
      if (text.startsWith("credentials not found")) {
        return Optional.empty();
      }
      throw failed("get the login of " + host, outcome);
    }
    try {
      Json json = Json.parse(outcome.text().getBytes(UTF_8), "answer of " + program);
      return AuthFile.of(json.text("Username"), json.text("Secret"));
    } catch (InputFailure e) {
      throw new RemoteFailure(
          "cannot get the login of " + host + " from " + program + ": its answer is not JSON");
    }
  }

  /// Gives it a login to keep.
  ///
  /// @throws RemoteFailure where the program is missing or fails
  void store(String host, Credential.Basic login) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      JsonOutput.write(
          text,
          json ->
              json.object(() -> {
                json.put("ServerURL", address(host));
                json.put("Username", login.username());
                json.put("Secret", login.password());
              }));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    Outcome outcome = run("store", text.toString(UTF_8), host);
    if (outcome.status() != 0) {
      throw failed("store the login of " + host, outcome);
    }
  }

  /// Makes it forget a login, where it has one.
  void erase(String host) {
    run("erase", address(host), host);
  }

  private static String address(String host) {
    return host.equals("docker.io") ? AuthFile.HUB_KEY : host;
  }

  private record Outcome(int status, String text) {}

  private RemoteFailure failed(String action, Outcome outcome) {
    return new RemoteFailure(
        "cannot "
            + action
            + ": "
            + program
            + " ends with status "
            + outcome.status()
            + (outcome.text().isEmpty() ? "" : ": " + Printable.of(outcome.text(), 200)));
  }

  private Outcome run(String verb, String input, String host) {
    Path file =
        find()
            .orElseThrow(() ->
                new RemoteFailure(
                    "cannot get the login of " + host + ": " + program + " is not on PATH",
                    "install it, or take it out of config.json"));
    ProcessBuilder builder =
        new ProcessBuilder(file.toString(), verb).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<Void> watch =
          CompletableFuture.runAsync(
              () -> end(process),
              CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
      try {
        return talk(process, input);
      } finally {
        watch.cancel(false);
        end(process);
      }
    } catch (IOException e) {
      throw new RemoteFailure("cannot get the login of " + host + ": " + program + " does not run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFailure("cannot get the login of " + host + ": interrupted");
    }
  }

  private static Outcome talk(Process process, String input)
      throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It may end without reading what it does not need; its answer tells.
    }
    byte[] text = process.getInputStream().readNBytes(MAX_BYTES);
    if (text.length == MAX_BYTES) {
      end(process); // it would wait for someone to read on
    }
    return new Outcome(process.waitFor(), new String(text, UTF_8).strip());
  }

  /// Ends it with all it has started: a child that lives on would hold the pipe open.
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private Optional<Path> find() {
    for (String folder : environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
      Path candidate = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
