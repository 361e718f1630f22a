package dev.assay.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// PUT, PATCH and DELETE through `java.net.http`, which streams what it sends. One client for each
/// way to a host; all must be closed, an open one holds up the end of the program.
final class HttpClientTransport implements Transport {
  private final Map<Route, HttpClient> clients = new ConcurrentHashMap<>();

  @Override
  public Response send(Request request, Route route, Runnable connected) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(Duration.ofMillis(patience(request, route)))
            .method(
                request.method(),
                request
                    .body()
                    .map(HttpClientTransport::publisher)
                    .orElseGet(BodyPublishers::noBody));
    request.headers().forEach(builder::header);
    request.body().ifPresent(body -> builder.header("Content-Type", body.contentType()));
    // A way that differs in its time limits alone is the same way.
    Route key = new Route(route.proxy(), route.proxyLogin(), route.tls(), route.isInsecure(), 0, 0);
    HttpClient client = clients.computeIfAbsent(key, k -> client(route));
    try {
      HttpResponse<InputStream> answer =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
      // This client does not tell when it has connected; all that it sends is ours to send.
      connected.run();
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(answer.headers().map());
      return new Response(request.uri(), answer.statusCode(), headers, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// The JDK's limit counts from the first byte sent: slow lines (16 kB/s) must be able to send it.
  private static long patience(Request request, Route route) {
    return route.readMillis() + request.body().map(Request.Body::sizeBytes).orElse(0L) / 16;
  }

  private static BodyPublisher publisher(Request.Body body) {
    BodyPublisher stream =
        BodyPublishers.ofInputStream(() -> {
          try {
            return body.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return body.sizeBytes() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(stream, body.sizeBytes());
  }

  private static HttpClient client(Route route) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(route.connectMillis()))
            .authenticator(new UrlConnectionTransport.ProxyOnly(route.proxyLogin(), 1_000))
            .proxy(new Fixed(route.proxy()));
    route.tls().ifPresent(builder::sslContext);
    return builder.build();
  }

  /// One proxy for everything.
  private static final class Fixed extends ProxySelector {
    private final Proxy proxy;

    Fixed(Proxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException reason) {}
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }
}
