package dev.assay.net;

import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// The HTTP client. An answer of any status is an answer; what kept the bytes away is an
/// `IOException`, for which `NetworkProblem` has words. Safe for several threads.
public final class Http implements Closeable {
  private static final int MAX_REDIRECTS = 10;

  private final HttpSettings settings;
  private final RequestLog log = new RequestLog();
  private final Reach reach;
  private final Transport streams = new UrlConnectionTransport();
  private final Object lock = new Object();
  private Optional<Transport> sender = Optional.empty();

  public Http(HttpSettings settings) {
    this(settings, InetAddress::getAllByName);
  }

  Http(HttpSettings settings, Reach.Lookup lookup) {
    JdkSwitches.set();
    this.settings = settings;
    this.reach = new Reach(lookup, settings.proxies());
  }

  public HttpSettings settings() {
    return settings;
  }

  /// What was asked and what came back, so far.
  public RequestLog log() {
    return log;
  }

  /// Sends a request, again where that is worth while, and follows redirects. `Authorization` and
  /// cookies do not follow to another origin.
  ///
  /// @throws IOException where no answer comes
  /// @throws RemoteFailure where the time is up, or a redirect leads nowhere or into the open
  public Response send(Request request) throws IOException {
    Request current = request;
    for (int redirects = 0; ; redirects++) {
      Response response = persist(current);
      Optional<String> location = response.header("Location");
      if (!isRedirect(response.status()) || location.isEmpty()) {
        return response;
      }
      try (response) {
        if (redirects == MAX_REDIRECTS) {
          throw new RemoteFailure(
              "cannot reach "
                  + Hosts.withoutSecrets(request.uri())
                  + ": more than "
                  + MAX_REDIRECTS
                  + " redirects, the last to "
                  + Printable.of(Hosts.withoutSecrets(location.get()), 100),
              "the registry or a proxy sends you in a circle: check the name and the proxy");
        }
        current = follow(current, response.status(), location.get());
      }
    }
  }

  /// Sends a request once, to see what is there: no second attempt, no redirect.
  ///
  /// @throws IOException where no answer comes
  public Response probe(Request request) throws IOException {
    settings.deadline().check();
    return once(request);
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private Request follow(Request request, int status, String location) {
    URI target;
    try {
      target = request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw lost(request, "it redirects to a malformed address");
    }
    String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
    if (target.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw lost(request, "it redirects to what is no http address");
    }
    boolean opensUp = Hosts.isHttps(request.uri()) && scheme.equals("http");
    boolean mayOpenUp =
        (Hosts.isLoopback(request.uri()) && Hosts.isLoopback(target))
            || settings.tls().isInsecure(request.uri());
    if (opensUp && !mayOpenUp) {
      throw lost(request, "it redirects from https to http, to " + Hosts.withoutSecrets(target));
    }
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    Request next = isRead || status >= 307 ? request.to(target) : request.asGet(target);
    boolean isSameOrigin = Hosts.origin(request.uri()).equals(Hosts.origin(target));
    if (!isSameOrigin && next.body().isPresent() && request.method().equals("POST")) {
      // Forms hold secrets as headers do.
      throw lost(request, "it redirects what is posted to " + Hosts.withoutSecrets(target));
    }
    return isSameOrigin
        ? next
        : next.without("Authorization", "Cookie", "Proxy-Authorization").namedBy(request.uri());
  }

  private static RemoteFailure lost(Request request, String problem) {
    return new RemoteFailure(
        "cannot reach " + Hosts.withoutSecrets(request.uri()) + ": " + problem);
  }

  private Response persist(Request request) throws IOException {
    for (int attempt = 1; ; attempt++) {
      settings.deadline().check();
      String retryAfter;
      try {
        Response response = once(request);
        if (attempt >= settings.retry().attempts() || !isWorthAnother(request, response.status())) {
          return response;
        }
        retryAfter = response.header("Retry-After").orElse("");
        OptionalLong wait = settings.retry().waitMillis(attempt, retryAfter, settings.time().now());
        if (wait.isEmpty() || wait.getAsLong() >= settings.deadline().remainingMillis()) {
          return response; // to wait is of no use: the caller reports the status
        }
        response.close();
        pause(request, "status " + response.status(), wait.getAsLong());
      } catch (IOException e) {
        settings.deadline().check();
        if (attempt >= attempts(request, e)) {
          throw e;
        }
        pause(request, NetworkProblem.of(e).problem(), settings.retry().waitMillis(attempt));
      }
    }
  }

  /// A status of 429 says that nothing was done, so anything may be sent again.
  private static boolean isWorthAnother(Request request, int status) {
    return Retry.isWorthAnother(status) && (request.isIdempotent() || status == 429);
  }

  private int attempts(Request request, IOException e) {
    if (e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException
        || (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted())) {
      return 1;
    }
    if (e instanceof ConnectException || e instanceof UnknownHostException) {
      // Nobody there: once more for a service that is starting, but on this machine we would know.
      return Hosts.isLoopback(request.uri()) ? 1 : Math.min(2, settings.retry().attempts());
    }
    return request.isIdempotent() ? settings.retry().attempts() : 1;
  }

  private void pause(Request request, String why, long millis) throws IOException {
    settings.progress().debug(request + ": " + why + ", again in " + millis + " ms");
    long left = settings.deadline().remainingMillis();
    settings.time().sleep(Math.min(millis, left));
    settings.deadline().check();
  }

  private Response once(Request request) throws IOException {
    RequestLog.Entry entry = log.start(request.purpose(), request.uri());
    long start = settings.time().nanos();
    checkReach(request);
    Response response =
        transport(request)
            .send(
                named(request),
                route(request.uri()),
                () -> {
                  reach.note(request.uri());
                  checkReach(request);
                });
    entry.answered(response.status());
    settings
        .progress()
        .debug(
            request
                + " "
                + response.status()
                + " ("
                + (settings.time().nanos() - start) / 1_000_000
                + " ms)");
    boolean hasBody = !request.method().equals("HEAD") && response.status() != 204;
    Response metered = response.metered(hasBody, entry, settings.deadline());
    return response.status() < 400 ? metered : metered.withoutSecretsOf(request);
  }

  private void checkReach(Request request) {
    request.namedBy().ifPresent(who -> reach.check(who, request.uri()));
  }

  private Request named(Request request) {
    return request.with("User-Agent", settings.userAgent());
  }

  /// Opens connections for a library that speaks a protocol of its own over HTTP: with the proxies
  /// and authorities of this client and within its time limit, but without its log, retries and
  /// redirects. What the opener throws is an `UncheckedIOException`.
  ///
  /// @param isInsecure whether no certificate is checked, for addresses that serve a host whose
  ///   checks the user gave up
  /// @param connectMillis at most, for a connection
  /// @param readMillis at most, between two bytes
  public Function<URI, HttpURLConnection> opener(
      boolean isInsecure, int connectMillis, int readMillis) {
    return uri -> {
      try {
        boolean unchecked = isInsecure || settings.tls().isInsecure(uri);
        HttpURLConnection connection = UrlConnectionTransport.open(uri, route(uri, unchecked));
        connection.setConnectTimeout(Math.min(connectMillis, connection.getConnectTimeout()));
        connection.setReadTimeout(Math.min(readMillis, connection.getReadTimeout()));
        return connection;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private Transport.Route route(URI uri) {
    return route(uri, settings.tls().isInsecure(uri));
  }

  private Transport.Route route(URI uri, boolean isInsecure) {
    Optional<Proxies.Hop> hop = settings.proxies().forUri(uri);
    return new Transport.Route(
        hop.map(Proxies.Hop::proxy).orElse(Proxy.NO_PROXY),
        hop.flatMap(Proxies.Hop::login),
        Hosts.isHttps(uri) ? settings.tls().context(uri, isInsecure) : Optional.empty(),
        isInsecure,
        settings.deadline().within(settings.connectMillis()),
        settings.deadline().within(settings.readMillis()));
  }

  private Transport transport(Request request) {
    return switch (request.method()) {
      case "GET", "HEAD", "POST" -> streams;
      default -> {
        synchronized (lock) {
          Transport present = sender.orElseGet(HttpClientTransport::new);
          sender = Optional.of(present);
          yield present;
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (sender.isPresent()) {
        sender.get().close();
        sender = Optional.empty();
      }
    }
  }
}
