package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.Main;
import dev.assay.support.DebianRegistry;
import dev.assay.support.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way to say who one is, against a real registry that asks for Basic, and against one that
/// takes a bearer token.
class CredentialFormsTest {
  private static final String USER = "robot";
  private static final String PASSWORD = "pa:ss,wörd";

  @TempDir Path home;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void environment() throws IOException {
    environment.clear();
    environment.put("HOME", home.toString());
    environment.put("ASSAY_STDERR_TTY", "0");
    environment.put("PATH", home.resolve("bin").toString());
    Files.createDirectories(home.resolve("bin"));
  }

  private int assay(String... arguments) {
    return assayWith("", arguments);
  }

  private int assayWith(String stdin, String... arguments) {
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            err,
            environment));
  }

  /// The registry has no such image: whoever is let in is told so, whoever is not is told that.
  private void letsIn(String host, String... flags) {
    assertEquals(3, scan(host, flags), () -> err.toString(UTF_8));
    assertTrue(err.toString(UTF_8).contains("MANIFEST_UNKNOWN"), () -> err.toString(UTF_8));
    assertFalse(err.toString(UTF_8).contains("wörd"));
  }

  private void keepsOut(String host, String... flags) {
    assertEquals(4, scan(host, flags), () -> err.toString(UTF_8));
    assertFalse(err.toString(UTF_8).contains("wörd"));
  }

  private int scan(String host, String... flags) {
    return assay(arguments(host, flags));
  }

  private static String[] arguments(String host, String... flags) {
    return Stream.concat(
            Stream.of("image", "--skip-db-update", "--image-src", "remote", host + "/app:1"),
            Arrays.stream(flags))
        .toArray(String[]::new);
  }

  private static String basic() {
    return Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
  }

  @Test
  void everyFormOpensARealRegistryThatAsksForBasic() throws Exception {
    try (DebianRegistry registry = DebianRegistry.start(home.resolve("registry"), USER, PASSWORD)) {
      String host = registry.host();
      keepsOut(host);
      letsIn(host, "--username", USER, "--password", PASSWORD);
      keepsOut(host, "--username", USER, "--password", "other");
      threeLogins(host);
      standardInput(host);
      variables(host);
      dockerConfig(host);
      podmanFile(host);
      helper(host);
    }
  }

  private void threeLogins(String host) {
    String[] first = {"--username", "a", "--password", "x"};
    letsIn(
        host,
        first[0],
        first[1],
        first[2],
        first[3],
        "--username",
        "b",
        "--password",
        "y",
        "--username",
        USER,
        "--password",
        PASSWORD);
  }

  private void standardInput(String host) {
    assertEquals(
        3,
        assayWith(PASSWORD + "\n", arguments(host, "--username", USER, "--password-stdin")),
        () -> err.toString(UTF_8));
  }

  private void variables(String host) {
    environment.put("ASSAY_USERNAME", USER);
    environment.put("ASSAY_PASSWORD", PASSWORD);
    letsIn(host);
    environment.keySet().removeAll(List.of("ASSAY_USERNAME", "ASSAY_PASSWORD"));
    keepsOut(host);
  }

  private void dockerConfig(String host) throws IOException {
    Path file = Files.createDirectories(home.resolve("docker")).resolve("config.json");
    environment.put("DOCKER_CONFIG", file.getParent().toString());
    Files.writeString(file, "{\"auths\":{\"" + host + "\":{\"auth\":\"" + basic() + "\"}}}");
    letsIn(host);
    Files.writeString(file, "{\"auths\":{\"127.0.0.1:1\":{\"auth\":\"" + basic() + "\"}}}");
    keepsOut(host);
    environment.remove("DOCKER_CONFIG");
  }

  private void podmanFile(String host) throws IOException {
    Path file = home.resolve("auth.json");
    environment.put("REGISTRY_AUTH_FILE", file.toString());
    Files.writeString(file, "{\"auths\":{\"" + host + "/app\":{\"auth\":\"" + basic() + "\"}}}");
    letsIn(host);
    environment.remove("REGISTRY_AUTH_FILE");
    keepsOut(host);
  }

  private void helper(String host) throws IOException {
    Path program = home.resolve("bin").resolve("docker-credential-sample");
    Files.writeString(
        program,
        "#!/bin/sh\nread asked\n[ \"$asked\" = \""
            + host
            + "\" ] || exit 1\necho '{\"ServerURL\":\"\",\"Username\":\""
            + USER
            + "\",\"Secret\":\""
            + PASSWORD
            + "\"}'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path config = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    Files.writeString(config, "{\"credHelpers\":{\"" + host + "\":\"sample\"}}");
    letsIn(host);
    Files.delete(config);
    keepsOut(host);
  }

  @Test
  void aTokenIsSentAsItIs() throws IOException {
    try (LocalRegistry registry = LocalRegistry.start()) {
      registry.with(exchange -> {
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        if ("Bearer to.ken".equals(said)) {
          return false;
        }
        exchange
            .getResponseHeaders()
            .set("WWW-Authenticate", "Bearer realm=\"" + "http://" + registry.host() + "/none\"");
        exchange.sendResponseHeaders(401, -1);
        exchange.close();
        return true;
      });
      letsIn(registry.host(), "--registry-token", "to.ken");
      keepsOut(registry.host(), "--registry-token", "other");
      assertFalse(err.toString(UTF_8).contains("other"));
      environment.put("ASSAY_REGISTRY_TOKEN", "to.ken");
      letsIn(registry.host());
    }
  }
}
