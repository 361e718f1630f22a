package dev.assay.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Progress;
import dev.assay.model.Receipt;
import dev.assay.support.FakeTime;
import dev.assay.support.LocalRegistry;
import dev.assay.support.TestHttp;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  private final FakeTime time = new FakeTime();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private HttpServer server;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    server = server();
    http = new Http(TestHttp.settings(time));
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.start();
    return server;
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.close();
  }

  private interface Handler {
    void handle(HttpExchange exchange, int number) throws IOException;
  }

  private void on(String path, Handler handler) {
    on(server, path, handler);
  }

  private void on(HttpServer server, String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          seen.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + (authorization == null ? "" : " " + authorization));
          exchange.getRequestBody().readAllBytes();
          handler.handle(exchange, count.incrementAndGet());
        });
  }

  private URI uri(String path) {
    return uri(server, path);
  }

  private static URI uri(HttpServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private String get(String path) throws IOException {
    try (Response response = http.send(Request.get("test", uri(path)))) {
      return response.status() + " " + new String(response.readAtMost(1_000, "test"), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainAfterAStatusThatPasses(int status) throws IOException {
    on("/a", (e, n) -> LocalRegistry.answer(e, n <= 2 ? status : 200, "text " + n));
    assertEquals("200 text 3", get("/a"));
    assertEquals(2, time.sleeps().size());
    assertTrue(time.sleeps().get(0) <= 100, "first wait " + time.sleeps());
    assertTrue(time.sleeps().get(1) <= 200, "second wait " + time.sleeps());
  }

  @Test
  void givesTheLastAnswerWhenAllAttemptsAreSpent() throws IOException {
    on("/a", (e, n) -> LocalRegistry.answer(e, 503, "no"));
    assertEquals("503 no", get("/a"));
    assertEquals(5, count.get());
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws IOException {
    on(
        "/a",
        (e, n) -> {
          e.getResponseHeaders().set("Retry-After", n == 1 ? "7" : "Sun, 22 Nov 2026 12:00:30 GMT");
          LocalRegistry.answer(e, n <= 2 ? 429 : 200, "ok");
        });
    assertEquals("200 ok", get("/a"));
    assertEquals(List.of(7_000L, 23_000L), time.sleeps());
  }

  @Test
  void doesNotWaitPastTheDeadline() throws IOException {
    http =
        new Http(
            TestHttp.settings(time).withDeadline(Deadline.after(Duration.ofSeconds(60), time)));
    on(
        "/a",
        (e, n) -> {
          e.getResponseHeaders().set("Retry-After", "3600");
          LocalRegistry.answer(e, 429, "slow down");
        });
    assertEquals("429 slow down", get("/a"));
    assertEquals(List.of(), time.sleeps());
    time.pass(60);
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> get("/a"));
    assertEquals("cannot finish: the time limit of 60 s is over", failure.getMessage());
  }

  @Test
  void stopsAStreamWhenTheTimeIsUp() throws IOException {
    http =
        new Http(
            TestHttp.settings(time).withDeadline(Deadline.after(Duration.ofSeconds(60), time)));
    on("/a", (e, n) -> LocalRegistry.answer(e, 200, "0123456789"));
    try (Response response = http.send(Request.get("test", uri("/a")))) {
      assertEquals('0', response.body().read());
      time.pass(60);
      assertThrows(RemoteFailure.class, () -> response.body().read());
    }
  }

  @Test
  void postsOnceUnlessTheServerSaysThatItDidNothing() throws IOException {
    on("/a", (e, n) -> LocalRegistry.answer(e, n == 1 ? 429 : 500, "x"));
    Request.Body body = Request.Body.of("text/plain", "hello".getBytes(UTF_8));
    try (Response response = http.send(Request.send("POST", "test", uri("/a"), body))) {
      assertEquals(500, response.status());
    }
    assertEquals(List.of("POST /a", "POST /a"), seen);
  }

  @Test
  void triesAgainWhenTheServerHangsUp() throws IOException {
    on(
        "/a",
        (e, n) -> {
          if (n < 3) {
            e.close();
          } else {
            LocalRegistry.answer(e, 200, "at last");
          }
        });
    assertEquals("200 at last", get("/a"));
  }

  @Test
  void saysAtOnceThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    ConnectException refused =
        assertThrows(
            ConnectException.class,
            () -> http.send(Request.get("test", URI.create("http://127.0.0.1:" + port + "/"))));
    assertEquals("the connection was refused", NetworkProblem.of(refused).problem());
    assertEquals(List.of(), time.sleeps());
  }

  @Test
  void noticesABodyThatBreaksOff() throws IOException {
    on(
        "/a",
        (e, n) -> {
          e.sendResponseHeaders(200, 10);
          e.getResponseBody().write("half".getBytes(UTF_8));
          e.getResponseBody().flush();
          e.close();
        });
    try (Response response = http.send(Request.get("test", uri("/a")))) {
      assertEquals("half", new String(response.body().readNBytes(4), UTF_8));
      assertThrows(EOFException.class, () -> response.body().read());
    }
  }

  @Test
  void refusesABodyOverTheLimit() throws IOException {
    on("/a", (e, n) -> LocalRegistry.answer(e, 200, "x".repeat(1_001)));
    InputFailure failure = assertThrows(InputFailure.class, () -> get("/a"));
    assertEquals("cannot read test: longer than the limit of 1000 bytes", failure.getMessage());
  }

  @Test
  void givesASecretToNoOtherOrigin() throws IOException {
    HttpServer other = server();
    try {
      on(other, "/b", (e, n) -> LocalRegistry.answer(e, 200, "there"));
      on("/a", (e, n) -> redirect(e, 307, "/same"));
      on("/same", (e, n) -> redirect(e, 302, uri(other, "/b?sig=s").toString()));
      Request request = Request.get("test", uri("/a")).with("Authorization", "Bearer s");
      try (Response response = http.send(request)) {
        assertEquals(200, response.status());
        assertEquals(uri(other, "/b?sig=s"), response.uri());
      }
      assertEquals(List.of("GET /a Bearer s", "GET /same Bearer s", "GET /b?sig=s"), seen);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void postsAFormToNoOtherOrigin() throws IOException {
    on("/a", (e, n) -> redirect(e, 307, "http://127.0.0.2:1/steal"));
    Request.Body body = Request.Body.of("text/plain", "secret".getBytes(UTF_8));
    assertThrows(
        RemoteFailure.class, () -> http.send(Request.send("POST", "test", uri("/a"), body)));
  }

  @Test
  void endsARingOfRedirects() {
    on("/a", (e, n) -> redirect(e, 302, "/a"));
    RemoteFailure failure = assertThrows(RemoteFailure.class, () -> get("/a"));
    assertTrue(String.valueOf(failure.getMessage()).contains("more than 10 redirects"));
    assertEquals(11, count.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://", "ftp://x/y", "ht tp://x"})
  void followsNoRedirectToWhatIsNotHttp(String location) {
    on("/a", (e, n) -> redirect(e, 302, location));
    assertThrows(RemoteFailure.class, () -> get("/a"));
  }

  @Test
  void logsWhatMovedWithoutSecrets() throws IOException {
    List<String> lines = new ArrayList<>();
    http = new Http(TestHttp.settings(time).withProgress(new DebugLines(lines)));
    on("/a", (e, n) -> LocalRegistry.answer(e, n == 1 ? 503 : 200, "0123456789"));
    try (Response response =
        http.send(
            Request.get("layer", uri("/a?token=s3cret")).with("Authorization", "Basic s3cret"))) {
      assertEquals(3, response.body().readNBytes(3).length);
      assertEquals(3, http.log().requests().get(1).bytes());
    }
    List<Receipt.Request> requests = http.log().requests();
    assertEquals(2, requests.size());
    assertEquals(List.of(503, 200), requests.stream().map(Receipt.Request::status).toList());
    assertEquals(uri("/a").toString(), requests.get(1).url());
    assertEquals("layer", requests.get(1).purpose());
    assertFalse(lines.isEmpty());
    assertFalse(lines.toString().contains("s3cret"), lines.toString());
  }

  private record DebugLines(List<String> lines) implements Progress {
    @Override
    public void step(String what, long done, long total) {}

    @Override
    public void warn(String message) {}

    @Override
    public void debug(String message) {
      lines.add(message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH"})
  void sendsAStreamWithItsLength(String method) throws IOException {
    List<String> got = new CopyOnWriteArrayList<>();
    server.createContext(
        "/up",
        e -> {
          byte[] body = e.getRequestBody().readAllBytes();
          got.add(e.getRequestMethod() + " " + body.length);
          got.add(e.getRequestHeaders().getFirst("Content-Length"));
          got.add(e.getRequestHeaders().getFirst("User-Agent"));
          LocalRegistry.answer(e, 201, "");
        });
    Request.Body body = Request.Body.of("application/octet-stream", new byte[200_000]);
    try (Response response = http.send(Request.send(method, "blob", uri("/up"), body))) {
      assertEquals(201, response.status());
    }
    assertEquals(List.of(method + " 200000", "200000", "assay/test"), got);
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    LocalRegistry.answer(exchange, status, "");
  }
}
