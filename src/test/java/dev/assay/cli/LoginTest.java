package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.assay.Main;
import dev.assay.failure.UsageFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a registry on loopback that asks for Basic.
class LoginTest {
  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString("me:pass,word".getBytes(UTF_8));

  @TempDir Path home;
  private HttpServer registry;
  private String host = "";
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/v2/",
        exchange -> {
          boolean isKnown =
              AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
          exchange.sendResponseHeaders(isKnown ? 200 : 401, -1);
          exchange.close();
        });
    registry.start();
    host = "127.0.0.1:" + registry.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private int assay(String stdin, String... arguments) {
    err.reset();
    return Main.run(
        List.of(arguments),
        Console.of(
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            err,
            Map.of("HOME", home.toString(), "ASSAY_STDERR_TTY", "0")));
  }

  private Path config() {
    return home.resolve(".docker").resolve("config.json");
  }

  @Test
  void aLoginThatWorksIsKeptWhereDockerKeepsIt() throws IOException {
    assertEquals(0, assay("pass,word\n", "login", host, "-u", "me", "--password-stdin"));
    assertEquals("logged in to " + host + " (kept in " + config() + ")\n", err.toString(UTF_8));
    assertTrue(Files.readString(config()).contains(AUTHORIZATION.substring("Basic ".length())));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config())));
    assertEquals(0, assay("", "logout", host));
    assertEquals("logged out of " + host + "\n", err.toString(UTF_8));
    assertFalse(Files.readString(config()).contains(host));
    assertEquals(0, assay("", "logout", host));
    assertEquals("was not logged in to " + host + "\n", err.toString(UTF_8));
  }

  @Test
  void aLoginThatDoesNotWorkIsNotKept() {
    assertEquals(4, assay("wrong", "login", host, "-u", "me", "--password-stdin"));
    assertTrue(err.toString(UTF_8).startsWith("error: "), err::toString);
    assertFalse(err.toString(UTF_8).contains("wrong\n"), err::toString);
    assertFalse(Files.exists(config()));
    stop();
    assertEquals(4, assay("pass,word", "login", host, "-u", "me", "--password-stdin"));
    assertFalse(Files.exists(config()));
  }

  @Test
  void aPasswordOnTheCommandLineWorksAndDrawsAWarning() {
    assertEquals(0, assay("", "registry", "login", host, "-u", "me", "-p", "pass,word"));
    assertTrue(err.toString(UTF_8).startsWith("warning: a password on the command line"));
    assertFalse(err.toString(UTF_8).contains("pass,word"));
  }

  @Test
  void withoutSomeoneToAskBothHalvesAreNeeded() {
    assertEquals(2, assay("", "login", host));
    assertEquals(2, assay("", "login", host, "-u", "me"));
    assertEquals(2, assay("", "login", host, "-u", "me", "--password-stdin"));
    assertEquals(2, assay("x", "login", host, "-u", "a,b", "--password-stdin"));
    assertEquals(2, assay("", "login"));
    assertFalse(Files.exists(config()));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io",
    "https://ghcr.io/, ghcr.io",
    "localhost:5000, localhost:5000",
    "docker.io, docker.io",
    "https://index.docker.io/v1/, docker.io"
  })
  void theRegistryIsNamedAsPeopleNameIt(String typed, String meant) {
    assertEquals(meant, LoginCommand.host(typed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "org/app", "ghcr.io/org", "a b", "library"})
  void whatNamesNoRegistryIsRefused(String typed) {
    assertThrows(UsageFailure.class, () -> LoginCommand.host(typed));
  }
}
