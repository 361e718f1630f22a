package dev.assay.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of hosts and origins, as decisions about trust compare them.
public final class Hosts {
  private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");
  private static final Pattern START = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)?//");

  private Hosts() {}

  /// Whether a host, with or without its port, is this machine: `localhost`, `127.0.0.0/8`, `::1`.
  /// By its text alone: no name is looked up, so no name server can claim it.
  public static boolean isLoopback(String host) {
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /// Whether it points to this machine.
  public static boolean isLoopback(URI uri) {
    return isLoopback(host(uri));
  }

  /// The host without a port and, for IPv6, without brackets.
  public static String withoutPort(String host) {
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? host.substring(1) : host.substring(1, end);
    }
    int colon = host.indexOf(':');
    return colon < 0 || colon != host.lastIndexOf(':') ? host : host.substring(0, colon);
  }

  /// The port that a host was written with, or the given one.
  public static int port(String host, int otherwise) {
    String rest = host.startsWith("[") ? host.substring(host.indexOf(']') + 1) : host;
    int colon = rest.lastIndexOf(':');
    return colon < 0 || !rest.substring(colon + 1).matches("\\d{1,5}")
        ? otherwise
        : Integer.parseInt(rest.substring(colon + 1));
  }

  /// The lower-case host of an address, without brackets; empty where it has none.
  static String host(URI uri) {
    String host = uri.getHost();
    return host == null ? "" : withoutPort(host).toLowerCase(Locale.ROOT);
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? 443 : 80;
  }

  static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /// Scheme, host and port: what a credential belongs to.
  public static String origin(URI uri) {
    return (isHttps(uri) ? "https" : "http") + "://" + host(uri) + ":" + port(uri);
  }

  /// `host:port`, the port always written, for look-ups.
  static String authority(String host) {
    return withoutPort(host).toLowerCase(Locale.ROOT) + ":" + port(host, 443);
  }

  /// Host and, where one is written, port, to be shown: no user.
  public static String shown(URI uri) {
    String host = uri.getHost();
    return (host == null ? "" : host) + (uri.getPort() >= 0 ? ":" + uri.getPort() : "");
  }

  /// The address without user, query and fragment, where secrets travel.
  public static String withoutSecrets(URI uri) {
    String path = uri.getRawPath();
    return uri.getScheme() + "://" + shown(uri) + (path == null ? "" : path);
  }

  /// The same for what a server sent as an address and may be none, or a part of one.
  public static String withoutSecrets(String sent) {
    Optional<URI> whole = address(sent);
    return whole.isPresent()
        ? withoutSecrets(whole.get())
        : withoutUser(QUERY.matcher(sent).replaceFirst(""));
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(new URI(text)).filter(u -> u.getScheme() != null && u.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /// A malformed address may have an `@` anywhere: the last one ends what could be a password.
  private static String withoutUser(String address) {
    boolean isPath = address.startsWith("/") && !address.startsWith("//");
    Matcher start = START.matcher(address);
    int host = start.lookingAt() ? start.end() : 0;
    int at = isPath ? -1 : address.lastIndexOf('@');
    return at < host ? address : address.substring(0, host) + address.substring(at + 1);
  }
}
