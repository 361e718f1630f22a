package dev.assay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import dev.assay.support.FakeTime;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com            | https://example.com/            | true
          example.com            | https://a.example.com/          | true
          example.com            | https://notexample.com/         | false
          .example.com           | https://example.com/            | false
          .example.com           | https://a.b.example.com/        | true
          *.example.com          | https://a.example.com/          | true
          EXAMPLE.com            | https://Example.COM/            | true
          example.com:5000       | https://example.com:5000/       | true
          example.com:5000       | https://example.com/            | false
          10.1.2.3               | http://10.1.2.3/                | true
          10.1.2.3:80            | http://10.1.2.3/                | true
          10.1.2.3:81            | http://10.1.2.3/                | false
          10.0.0.0/8             | http://10.200.0.1:99/           | true
          10.0.0.0/8             | http://11.0.0.1/                | false
          10.0.0.0/12            | http://10.15.0.1/               | true
          10.0.0.0/12            | http://10.16.0.1/               | false
          fd00::/8               | http://[fd12::1]/               | true
          fd00::/8               | http://[fe80::1]/               | false
          [fd00::1]:80           | http://[fd00::1]/               | true
          'a.test, b.test'       | https://b.test/                 | true
          *                      | https://anything.test/          | true
          10.0.0.0/99            | http://10.0.0.0/                | true
          ' , ,'                 | https://a.test/                 | false
          none.test              | http://localhost/               | true
          none.test              | http://127.1.2.3/               | true
          none.test              | http://[::1]/                   | true
          """)
  void knowsWhatGoesWithoutAProxy(String noProxy, String uri, boolean isDirect) {
    Proxies proxies =
        Proxies.of(Map.of("ALL_PROXY", "http://proxy.test:3128", "NO_PROXY", noProxy));
    assertEquals(isDirect, proxies.forUri(URI.create(uri)).isEmpty());
  }

  @Test
  void takesTheProxyOfTheSchemeAndTheLowerCaseFirst() {
    Proxies proxies =
        Proxies.of(
            Map.of(
                "HTTP_PROXY",
                "up.test",
                "http_proxy",
                "low.test:81",
                "HTTPS_PROXY",
                "http://u:p%40%3A+x@secure.test:82"));
    assertTrue(proxy(proxies, "http://a.test/").contains("low.test"));
    assertTrue(proxy(proxies, "https://a.test/").contains("secure.test"));
    Proxies.Login login =
        proxies.forUri(URI.create("https://a.test/")).orElseThrow().login().orElseThrow();
    assertEquals("u", login.username());
    assertEquals("p@:+x", login.password());
    assertFalse(login.toString().contains("p@"));
    assertTrue(Proxies.NONE.forUri(URI.create("http://a.test")).isEmpty());
  }

  private static String proxy(Proxies proxies, String uri) {
    return proxies.forUri(URI.create(uri)).orElseThrow().proxy().toString();
  }

  @ParameterizedTest
  @CsvSource({"https://proxy.test", "ftp://x", "http://", "'http://a b'"})
  void refusesWhatIsNoProxyWithoutShowingIt(String value) {
    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> Proxies.of(Map.of("HTTP_PROXY", value)));
    assertFalse(String.valueOf(failure.getMessage()).contains(value));
  }

  @Test
  void provesItselfToAProxyAndOpensATunnel() throws IOException {
    List<String> heads = new CopyOnWriteArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofPlatform().daemon().start(() -> serve(proxy, heads));
      String address = "http://user:secret@127.0.0.1:" + proxy.getLocalPort();
      Http http =
          new Http(
              TestHttp.settings(new FakeTime())
                  .withProxies(Proxies.of(Map.of("http_proxy", address, "https_proxy", address))));
      try (http;
          Response response = http.send(Request.get("test", URI.create("http://far.test/x")))) {
        assertEquals(200, response.status(), heads.toString());
        assertEquals("proxied", new String(response.readAtMost(100, "test"), UTF_8));
        assertThrows(
            IOException.class,
            () -> http.send(Request.get("test", URI.create("https://far.test:4443/x"))));
      }
    }
    String login = "proxy-authorization: " + LocalRegistry.basic("user", "secret");
    assertTrue(
        heads.stream().anyMatch(h -> h.startsWith("GET http://far.test/x") && h.contains(login)),
        heads.toString());
    assertTrue(
        heads.stream().anyMatch(h -> h.startsWith("CONNECT far.test:4443") && h.contains(login)),
        heads.toString());
  }

  /// A proxy that wants a login, answers everything itself, and fails at every tunnel.
  private static void serve(ServerSocket proxy, List<String> heads) {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          int colon = Math.max(0, line.indexOf(": "));
          head.append(line.substring(0, colon).toLowerCase(Locale.ROOT))
              .append(line.substring(colon))
              .append('\n');
        }
        heads.add(head.toString());
        String answer =
            !head.toString().contains("proxy-authorization: ")
                ? "407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0"
                : head.toString().startsWith("CONNECT")
                    ? "502 No\r\nContent-Length: 0"
                    : "200 OK\r\nContent-Length: 7";
        String body = answer.startsWith("200") ? "proxied" : "";
        socket
            .getOutputStream()
            .write(("HTTP/1.1 " + answer + "\r\nConnection: close\r\n\r\n" + body).getBytes(UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }
}
