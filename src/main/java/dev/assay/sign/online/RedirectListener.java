package dev.assay.sign.online;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.failure.RemoteFailure;
import dev.assay.failure.UsageFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Waits on this machine for the browser to come back from a login. Nobody from elsewhere can reach
/// it.
///
/// Source: RFC 8252 section 7.3
final class RedirectListener implements Closeable {
  private static final String PATH = "/auth/callback";
  private static final int MAX_QUERY = 16 << 10;

  /// Answers to other logins after which somebody is taken to guess.
  static final int MAX_STRAYS = 100;

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final HttpServer server;
  private final URI url;
  private final byte[] state;
  private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
  private final AtomicInteger strays = new AtomicInteger();

  private RedirectListener(HttpServer server, URI url, String state) {
    this.server = server;
    this.url = url;
    this.state = state.getBytes(StandardCharsets.UTF_8);
  }

  /// Begins to listen.
  ///
  /// @param said where, as the issuer knows it
  /// @param state what the answer to this login brings along; any page may send the browser here
  /// @throws UsageFailure where that is not this machine
  static RedirectListener open(Optional<URI> said, String state) {
    URI wanted = said.orElse(URI.create("http://localhost" + PATH));
    if (!"http".equals(wanted.getScheme()) || !LOOPBACK.contains(wanted.getHost())) {
      throw new UsageFailure(
          "cannot log in: the browser must come back to this machine, not to " + wanted,
          "such as --oidc-redirect-url http://localhost:8085" + PATH);
    }
    try {
      InetAddress address =
          InetAddress.ofLiteral(wanted.getHost().equals("[::1]") ? "::1" : "127.0.0.1");
      HttpServer server =
          HttpServer.create(new InetSocketAddress(address, Math.max(0, wanted.getPort())), 0);
      String path = wanted.getPath().isEmpty() ? "/" : wanted.getPath();
      URI url =
          URI.create("http://" + wanted.getHost() + ":" + server.getAddress().getPort() + path);
      RedirectListener listener = new RedirectListener(server, url, state);
      server.createContext("/", listener::take);
      server.start();
      return listener;
    } catch (IOException e) {
      throw new RemoteFailure(
          "cannot log in: nothing can listen at " + wanted + ": " + e.getMessage(),
          "choose another port with --oidc-redirect-url");
    }
  }

  /// Where the browser is to be sent.
  URI url() {
    return url;
  }

  private void take(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    boolean isIt =
        exchange.getRequestMethod().equals("GET")
            && exchange.getRequestURI().getPath().equals(url.getPath())
            && query != null
            && query.length() <= MAX_QUERY;
    if (!isIt) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    Map<String, String> fields = fields(query);
    if (isOurs(fields)) {
      tell(exchange, 200, "You may close this page and go back to the terminal.\n");
      answer.complete(fields);
      return;
    }
    tell(exchange, 400, "This is the answer to another login: the terminal still waits for its.\n");
    if (strays.incrementAndGet() >= MAX_STRAYS) {
      answer.complete(Map.of());
    }
  }

  private boolean isOurs(Map<String, String> fields) {
    byte[] brought = fields.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(state, brought);
  }

  private static void tell(HttpExchange exchange, int code, String text) throws IOException {
    byte[] page = text.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(code, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /// @return empty where it is no form, or has a field twice
  private static Map<String, String> fields(String query) {
    Map<String, String> fields = new HashMap<>();
    try {
      for (String field : query.split("&")) {
        int equals = field.indexOf('=');
        String name = field.substring(0, Math.max(0, equals));
        String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
        if (fields.put(name, value) != null) {
          return Map.of();
        }
      }
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
    return fields;
  }

  /// The fields that the browser brought: none of them where only answers to other logins came, too
  /// many of them; empty where it did not come in time.
  Optional<Map<String, String>> await(Duration most) {
    try {
      return Optional.of(answer.get(most.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
