package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.Main;
import dev.assay.support.Daemon;
import dev.assay.support.TestTls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the flags of every command do for a source at an address.
class DbBuildCommandTest {
  private static final byte[] KEV =
      "{\"dateReleased\":\"2025-08-25T00:00:00Z\",\"vulnerabilities\":[{\"cveID\":\"CVE-2024-1\",\"dateAdded\":\"2025-01-01\"}]}"
          .getBytes(UTF_8);

  @TempDir private Path home;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int build(String address, String... flags) {
    return buildOf("kev=" + address, flags);
  }

  private int buildOf(String source, String... flags) {
    err.reset();
    List<String> all = new java.util.ArrayList<>(List.of("db", "build", "--source", source));
    all.addAll(List.of(flags));
    var in = new ByteArrayInputStream(new byte[0]);
    var environment = Map.of("HOME", home.toString(), "ASSAY_STDERR_TTY", "0");
    return Main.run(all, Console.of(in, new ByteArrayOutputStream(), err, environment));
  }

  @Test
  void theAuthorityThatIsNamedIsTrustedAndOthersAreNot() throws Exception {
    TestTls tls = TestTls.create(Files.createDirectories(home.resolve("tls")));
    tls.issue("server", "ip:127.0.0.1");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context("server")));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, KEV.length);
            exchange.getResponseBody().write(KEV);
          }
        });
    server.start();
    try {
      String address = "https://127.0.0.1:" + server.getAddress().getPort() + "/kev.json";
      assertEquals(4, build(address));
      assertTrue(err.toString(UTF_8).contains("unknown authority"), err::toString);
      assertEquals(0, build(address, "--cacert", tls.authority().toString()), err::toString);
      assertEquals(0, build(address, "--insecure"), err::toString);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theTimeoutEndsWaitingForAServerThatIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + silent.getLocalPort() + "/kev.json";
      assertEquals(4, build(address, "--timeout", "1s"));
      assertTrue(err.toString(UTF_8).contains("the time limit of 1 s is over"), err::toString);
    }
  }

  @Test
  void entriesOfUnknownEcosystemsAreCounted() throws IOException {
    Path file = home.resolve("record.json");
    String entry = "{\"package\":{\"ecosystem\":\"%s\",\"name\":\"a\"},\"versions\":[\"1\"]}";
    Files.writeString(
        file,
        "{\"id\":\"X-1\",\"modified\":\"2025-01-01T00:00:00Z\",\"affected\":["
            + String.join(
                ",", entry.formatted("npm"), entry.formatted("???"), entry.formatted("!!"))
            + "]}");
    assertEquals(0, buildOf("osv=" + file), err::toString);
    assertTrue(
        err.toString(UTF_8)
            .contains("osv: left out 2 entries of ecosystems that are not known, such as `!!`"),
        err::toString);
  }

  @Test
  void whatIsSecretInAnAddressIsNotRepeated() throws IOException {
    String address = "http://joe:s3cret@127.0.0.1:" + Daemon.freePort() + "/kev.json?sig=s3cret";
    assertEquals(4, build(address, "--debug"));
    assertTrue(err.toString(UTF_8).contains("/kev.json"), err::toString);
    assertFalse(err.toString(UTF_8).contains("s3cret"), err::toString);
  }
}
