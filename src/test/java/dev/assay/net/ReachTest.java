package dev.assay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.assay.failure.RemoteFailure;
import dev.assay.support.FakeTime;
import dev.assay.support.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
  private HttpServer server;
  private final AtomicInteger secrets = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/secret",
        exchange -> {
          secrets.incrementAndGet();
          byte[] body = "key".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "100.63.255.255, PUBLIC",
    "172.32.0.1, PUBLIC",
    "2606:4700::1, PUBLIC",
    "64:ff9b::808:808, PUBLIC",
    "10.1.2.3, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.0.1, PRIVATE",
    "100.64.0.1, PRIVATE",
    "fd12:3456::1, PRIVATE",
    "fc00::1, PRIVATE",
    "64:ff9b::a00:1, PRIVATE",
    "2002:c0a8:1::1, PRIVATE",
    "239.1.1.1, PRIVATE",
    "169.254.169.254, LINK_LOCAL",
    "169.254.170.2, LINK_LOCAL",
    "100.100.100.200, LINK_LOCAL",
    "168.63.129.16, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "fd00:ec2::254, LINK_LOCAL",
    "::ffff:169.254.169.254, LINK_LOCAL",
    "64:ff9b::a9fe:a9fe, LINK_LOCAL",
    "2002:a9fe:a9fe::, LINK_LOCAL",
    "127.0.0.1, LOOPBACK",
    "127.9.9.9, LOOPBACK",
    "0.0.0.0, LOOPBACK",
    "0.1.2.3, LOOPBACK",
    "::1, LOOPBACK",
    "::, LOOPBACK",
    "::127.0.0.1, LOOPBACK",
    "::ffff:127.0.0.1, LOOPBACK"
  })
  void knowsHowNearAnAddressIs(String address, Zone zone) {
    assertEquals(zone, Zone.of(InetAddress.ofLiteral(address)));
  }

  private static final Map<String, String> NAMES =
      Map.of(
          "public.example", "93.184.216.34",
          "intern.example", "10.0.0.1",
          "evil.example", "169.254.169.254",
          "bucket.s3.eu-west-1.amazonaws.com", "10.0.0.9",
          "acc.blob.core.windows.net", "10.0.0.8",
          "x.execute-api.eu-west-1.amazonaws.com", "10.0.0.7",
          "s3.amazonaws.com.evil.example", "10.0.0.6");

  private static InetAddress[] addresses(String host) throws UnknownHostException {
    String known = NAMES.get(host);
    if (known == null
        && !host.equals("localhost")
        && host.matches(".*[a-z].*")
        && !host.contains(":")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByName(known == null ? host : known)};
  }

  @ParameterizedTest
  @CsvSource({
    "https://public.example/, https://8.8.8.8/, true",
    "https://public.example/, https://unknown.example/, true",
    "https://public.example/, http://169.254.169.254/latest/meta-data/, false",
    "https://public.example/, https://evil.example/, false",
    "https://public.example/, https://intern.example/, false",
    "https://public.example/, https://192.168.1.1/, false",
    "https://public.example/, http://localhost/, false",
    "https://public.example/, http://127.1/, false",
    "https://public.example/, http://2130706433/, false",
    "https://public.example/, 'http://[::1]/', false",
    "https://public.example/, 'http://[::ffff:127.0.0.1]/', false",
    "https://public.example/, 'http://[fc00::1]/', false",
    "https://public.example/, http://metadata.google.internal/, false",
    "https://public.example/, https://bucket.s3.eu-west-1.amazonaws.com/, true",
    "https://public.example/, http://bucket.s3.eu-west-1.amazonaws.com/, false",
    "https://public.example/, https://acc.blob.core.windows.net/, true",
    "https://public.example/, https://x.execute-api.eu-west-1.amazonaws.com/, false",
    "https://public.example/, https://s3.amazonaws.com.evil.example/, false",
    "https://intern.example/, https://10.9.9.9/, true",
    "https://intern.example/, https://public.example/, true",
    "https://intern.example/, http://127.0.0.1/, false",
    "https://intern.example/, http://169.254.169.254/, false",
    "http://127.0.0.1:5000/, http://localhost:9000/, true",
    "http://127.0.0.1:5000/, https://10.0.0.1/, true",
    "http://127.0.0.1:5000/, http://169.254.169.254/, false"
  })
  void letsNobodyLeadIntoANetworkThatHeIsNotIn(URI who, URI target, boolean isAllowed) {
    Reach reach = new Reach(ReachTest::addresses, Proxies.NONE);
    if (isAllowed) {
      reach.check(who, target);
    } else {
      assertThrows(RemoteFailure.class, () -> reach.check(who, target));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn.example/, true",
    "http://169.254.169.254/, false",
    "http://0x7f.1/, false",
    "http://0251.0376.0251.0376/, false",
    "http://10.0.0.1/, false",
    "http://localhost/, false",
    "http://metadata.google.internal./, false",
    "http://instance-data/, false"
  })
  void checksWhatTheTextSaysWhereAProxyLooksNamesUp(URI target, boolean isAllowed) {
    Proxies proxies = Proxies.of(Map.of("ALL_PROXY", "http://proxy.example:3128"));
    Reach reach = new Reach(ReachTest::addresses, proxies);
    URI who = URI.create("https://registry.example/");
    if (isAllowed) {
      reach.check(who, target);
    } else {
      assertThrows(RemoteFailure.class, () -> reach.check(who, target));
    }
  }

  /// Answers for 127.0.0.1 what the test wants it to be.
  private static Reach.Lookup saying(List<String> answers) {
    Deque<String> left = new ArrayDeque<>(answers);
    return host ->
        new InetAddress[] {
          InetAddress.ofLiteral(left.size() > 1 ? left.removeFirst() : left.getFirst())
        };
  }

  private URI here(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void asksNothingWhereANameChangesBetweenTheCheckAndTheConnection() throws IOException {
    URI registry = URI.create("http://registry.example");
    Request request = Request.get("blob", here("/secret")).namedBy(registry);
    // The target before, the registry, the target once the connection stands.
    Reach.Lookup lookup = saying(List.of("8.8.8.8", "8.8.4.4", "127.0.0.1"));
    try (Http http = new Http(TestHttp.settings(new FakeTime()), lookup)) {
      RemoteFailure failure = assertThrows(RemoteFailure.class, () -> http.send(request));
      assertTrue(failure.getMessage().contains("an address of this machine"), failure.getMessage());
    }
    assertEquals(0, secrets.get());
  }

  @Test
  void keepsAServerAsFarAsItEverWas() throws IOException {
    server.createContext(
        "/blob",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://localhost/secret");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    // It was public when it was connected to; that it says to be here later does not count.
    Reach.Lookup lookup = saying(List.of("8.8.8.8", "127.0.0.1"));
    try (Http http = new Http(TestHttp.settings(new FakeTime()), lookup)) {
      Request request = Request.get("blob", here("/blob"));
      RemoteFailure failure = assertThrows(RemoteFailure.class, () -> http.send(request));
      assertTrue(failure.getMessage().startsWith("cannot follow http://127.0.0.1"));
    }
  }

  @Test
  void followsOnThisMachineAsEver() throws IOException {
    server.createContext(
        "/blob",
        exchange -> {
          String to = here("/secret").toString().replace("127.0.0.1", "localhost");
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    try (Http http = new Http(TestHttp.settings(new FakeTime()));
        Response response = http.send(Request.get("blob", here("/blob")))) {
      assertEquals(200, response.status());
    }
  }
}
