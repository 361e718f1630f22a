package dev.assay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import dev.assay.support.FakeTime;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import dev.assay.support.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir private static Path folder = Path.of("");

  private static TestTls certificates;
  private static HttpsServer server;
  private static HttpsServer strict;
  private static HttpsServer misnamed;
  private static Path authority = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    certificates =
        TestTls.create(folder)
            .issue("server", "ip:127.0.0.1")
            .issue("other", "dns:other.test")
            .issue("client", "dns:client.test");
    authority = certificates.authority();
    server = server("server", false);
    strict = server("server", true);
    misnamed = server("other", false);
  }

  private static HttpsServer server(String alias, boolean wantsClient) throws Exception {
    SSLContext context = certificates.context(alias);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(wantsClient);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext("/", exchange -> LocalRegistry.answer(exchange, 200, "safe"));
    server.createContext(
        "/open",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://far.test/");
          LocalRegistry.answer(exchange, 302, "");
        });
    server.start();
    return server;
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    strict.stop(0);
    misnamed.stop(0);
  }

  private static String host(HttpsServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static int get(Tls tls, String method, HttpsServer server, String path)
      throws IOException {
    URI uri = URI.create("https://" + host(server) + path);
    Request request =
        method.equals("GET")
            ? Request.get("test", uri)
            : Request.send(method, "test", uri, Request.Body.of("text/plain", new byte[3]));
    try (Http http = new Http(TestHttp.settings(new FakeTime()).withTls(tls));
        Response response = http.send(request)) {
      return response.status();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void believesTheUsersAuthorityAndNobodyElse(String method) throws IOException {
    Tls mine = new Tls(List.of(authority), List.of(), Set.of());
    assertEquals(200, get(mine, method, server, "/"));
    SSLException unknown =
        assertThrows(SSLException.class, () -> get(Tls.STANDARD, method, server, "/"));
    assertTrue(NetworkProblem.of(unknown).hint().contains("--cacert"));
    assertEquals(
        "its certificate is signed by an unknown authority", NetworkProblem.of(unknown).problem());
    IOException wrongName = assertThrows(IOException.class, () -> get(mine, method, misnamed, "/"));
    assertTrue(
        NetworkProblem.of(wrongName).problem().startsWith("its certificate cannot be trusted"),
        NetworkProblem.of(wrongName).problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void givesUpTheChecksForTheHostsNamedOnly(String method) throws IOException {
    Tls tls = new Tls(List.of(), List.of(), Set.of(host(misnamed)));
    assertEquals(200, get(tls, method, misnamed, "/"));
    assertThrows(SSLException.class, () -> get(tls, method, server, "/"));
  }

  @Test
  void takesAuthoritiesAndLoginFromDockersFolder() throws Exception {
    Path mine = Files.createDirectories(folder.resolve("certs.d").resolve(host(strict)));
    Files.copy(authority, mine.resolve("ca.crt"));
    Tls without = new Tls(List.of(authority), List.of(), Set.of());
    assertThrows(IOException.class, () -> get(without, "GET", strict, "/"));
    Files.writeString(
        mine.resolve("client.cert"),
        pem("CERTIFICATE", certificates.load().getCertificate("client").getEncoded()));
    Files.writeString(
        mine.resolve("client.key"),
        pem("PRIVATE KEY", certificates.load().getKey("client", TestTls.password()).getEncoded()));
    Tls tls = new Tls(List.of(), List.of(folder.resolve("certs.d")), Set.of());
    assertEquals(200, get(tls, "GET", strict, "/"));
    assertThrows(SSLException.class, () -> get(tls, "GET", server, "/"));
  }

  @Test
  void readsTheEnvironmentsFilesAndFolders() throws IOException {
    Path certificates = Files.createDirectories(folder.resolve("authorities"));
    Files.copy(authority, certificates.resolve("mine.pem"));
    Files.writeString(certificates.resolve("README"), "no certificate");
    for (Map<String, String> environment :
        List.of(
            Map.of("SSL_CERT_FILE", authority.toString()),
            Map.of("SSL_CERT_DIR", "/does/not/exist:" + certificates))) {
      assertEquals(200, get(Tls.of(environment, List.of(), Set.of()), "GET", server, "/"));
    }
  }

  @Test
  void followsNoRedirectIntoTheOpen() {
    Tls mine = new Tls(List.of(authority), List.of(), Set.of());
    RemoteFailure failure =
        assertThrows(RemoteFailure.class, () -> get(mine, "GET", server, "/open"));
    assertTrue(String.valueOf(failure.getMessage()).contains("from https to http"));
  }

  @Test
  void namesAFileThatHoldsNoCertificate() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    Tls tls = new Tls(List.of(empty), List.of(), Set.of());
    UsageFailure failure = assertThrows(UsageFailure.class, () -> get(tls, "GET", server, "/"));
    assertEquals("cannot use " + empty + ": it holds no certificate", failure.getMessage());
    Tls absent = new Tls(List.of(folder.resolve("absent")), List.of(), Set.of());
    assertThrows(UsageFailure.class, () -> get(absent, "GET", server, "/"));
  }

  @Test
  void readsKeysOfEveryCommonForm() throws Exception {
    Path openssl = dev.assay.support.Tools.require("openssl");
    Path pkcs1 = folder.resolve("pkcs1.key");
    run(openssl, "genrsa", "-traditional", "-out", pkcs1.toString(), "2048");
    assertTrue(Files.readString(pkcs1).contains("BEGIN RSA PRIVATE KEY"));
    assertEquals("RSA", Pem.key(pkcs1).getAlgorithm());
    Path ed = folder.resolve("ed.key");
    run(openssl, "genpkey", "-algorithm", "ed25519", "-out", ed.toString());
    assertEquals("EdDSA", Pem.key(ed).getAlgorithm());
    Path locked = folder.resolve("locked.key");
    run(openssl, "genrsa", "-aes128", "-passout", "pass:x", "-out", locked.toString(), "2048");
    assertThrows(UsageFailure.class, () -> Pem.key(locked));
  }

  private static void run(Path program, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
