package dev.assay.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.UsageFailure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which proxy a request goes through: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in
/// lower or upper case, the lower case first. This machine is never reached through a proxy.
public final class Proxies {
  /// No proxy for anything.
  public static final Proxies NONE = new Proxies(Map.of());

  private final Optional<Hop> forHttp;
  private final Optional<Hop> forHttps;
  private final List<NoProxyRule> exceptions;

  private Proxies(Map<String, String> environment) {
    Optional<Hop> forAll = hop(environment, "all_proxy");
    forHttp = hop(environment, "http_proxy").or(() -> forAll);
    forHttps = hop(environment, "https_proxy").or(() -> forAll);
    exceptions = NoProxyRule.parse(value(environment, "no_proxy"));
  }

  /// As the environment says.
  ///
  /// @throws UsageFailure where a variable is no address of a proxy
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(environment);
  }

  /// A user of a proxy. `toString` never shows the password.
  record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[…]";
    }
  }

  /// One proxy.
  record Hop(Proxy proxy, Optional<Login> login) {}

  /// The proxy for an address, or empty for a direct connection.
  Optional<Hop> forUri(URI uri) {
    String host = Hosts.host(uri);
    int port = Hosts.port(uri);
    if (Hosts.isLoopback(host) || exceptions.stream().anyMatch(rule -> rule.covers(host, port))) {
      return Optional.empty();
    }
    return Hosts.isHttps(uri) ? forHttps : forHttp;
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name, "");
    return (lower.isBlank() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower)
        .strip();
  }

  private static Optional<Hop> hop(Map<String, String> environment, String name) {
    String value = value(environment, name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    URI uri;
    try {
      uri = URI.create(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      throw malformed(name);
    }
    if (uri.getHost() == null) {
      throw malformed(name);
    }
    Proxy.Type type =
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
          case "http" -> Proxy.Type.HTTP;
          case "socks5", "socks5h", "socks" -> Proxy.Type.SOCKS;
          default -> throw malformed(name);
        };
    int port = uri.getPort() >= 0 ? uri.getPort() : type == Proxy.Type.HTTP ? 80 : 1080;
    // Unresolved: the name is looked up when it is needed, and again after a change of networks.
    InetSocketAddress address =
        type == Proxy.Type.HTTP
            ? InetSocketAddress.createUnresolved(Hosts.withoutPort(uri.getHost()), port)
            : new InetSocketAddress(Hosts.withoutPort(uri.getHost()), port);
    return Optional.of(new Hop(new Proxy(type, address), login(uri)));
  }

  private static Optional<Login> login(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null || user.isEmpty()) {
      return Optional.empty();
    }
    int colon = user.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Login(decode(user), "")
            : new Login(decode(user.substring(0, colon)), decode(user.substring(colon + 1))));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static UsageFailure malformed(String name) {
    // The value is not shown: it may hold a password.
    return new UsageFailure(
        "cannot use the proxy named in " + name + ": not an address of an http or socks5 proxy",
        "write it as http://[user:password@]host:port");
  }
}
