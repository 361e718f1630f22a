package dev.assay.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;

/// GET, HEAD and POST through `HttpURLConnection`, which starts faster and costs less per byte than
/// `java.net.http`.
final class UrlConnectionTransport implements Transport {
  @Override
  public Response send(Request request, Route route, Runnable connected) throws IOException {
    HttpURLConnection connection = open(request.uri(), route);
    connection.setRequestMethod(request.method());
    request.headers().forEach(connection::setRequestProperty);
    request.body().ifPresent(b -> connection.setRequestProperty("Content-Type", b.contentType()));
    connection.setDoOutput(request.body().isPresent());
    connect(connection, connected);
    if (request.body().isPresent()) {
      write(connection, request.body().get());
    }
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("the answer is not HTTP");
    }
    return new Response(request.uri(), status, headers(connection), body(connection, status));
  }

  /// A connection that goes the way of the route, before anything is sent.
  static HttpURLConnection open(URI uri, Route route) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) reachable(uri).toURL().openConnection(route.proxy());
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(route.connectMillis());
    connection.setReadTimeout(route.readMillis());
    connection.setAuthenticator(new ProxyOnly(route.proxyLogin(), 1));
    if (connection instanceof HttpsURLConnection https) {
      route.tls().ifPresent(tls -> https.setSSLSocketFactory(tls.getSocketFactory()));
      if (route.isInsecure()) {
        https.setHostnameVerifier((host, session) -> true);
      }
    }
    return connection;
  }

  private static void connect(HttpURLConnection connection, Runnable connected) throws IOException {
    connection.connect();
    try {
      connected.run();
    } catch (RuntimeException e) {
      connection.disconnect();
      throw e;
    }
  }

  private static void write(HttpURLConnection connection, Request.Body body) throws IOException {
    try (InputStream in = body.open();
        OutputStream out = connection.getOutputStream()) {
      in.transferTo(out);
    }
  }

  private static Map<String, List<String>> headers(HttpURLConnection connection) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    connection
        .getHeaderFields()
        .forEach((name, values) -> {
          if (name != null) { // the status line
            // The JDK lists values of one name newest first.
            headers.put(name, values.reversed());
          }
        });
    return headers;
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  /// Answers a proxy, never a server: `Authorization` is ours to set.
  static final class ProxyOnly extends Authenticator {
    private final Optional<Proxies.Login> login;
    private final AtomicInteger left;

    /// @param times how often it answers: the JDK asks again for as long as the answer is wrong
    ProxyOnly(Optional<Proxies.Login> login, int times) {
      this.login = login;
      this.left = new AtomicInteger(times);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how an Authenticator says that it has none
    protected PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
              && login.isPresent()
              && left.getAndDecrement() > 0
          ? new PasswordAuthentication(login.get().username(), login.get().password().toCharArray())
          : null;
    }
  }

  @Override
  public void close() {}

  /// An address that a server named may be none.
  private static URI reachable(URI uri) throws IOException {
    if (uri.getPort() > 65_535 || uri.getHost() == null) {
      throw new MalformedURLException(Hosts.withoutSecrets(uri.toString()) + " is no address");
    }
    return uri;
  }
}
