package dev.assay.net;

import dev.assay.failure.RemoteFailure;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Keeps others from leading us into networks that they are not in: a redirect, the place of a
/// token service or of a layer kept elsewhere is the word of whoever answered.
///
/// A name is looked up before the connection is made and once more when it stands, before anything
/// is asked: the JDK keeps an answer for 30 s, longer than a connection takes, so that a name that
/// changes in between is seen. Where a proxy resolves the name, only what the text itself says can
/// be checked: addresses in digits, in any spelling, and the names that clouds give to their
/// metadata; all other names count as public. Safe for several threads.
final class Reach {
  private static final Pattern OBJECT_STORE =
      Pattern.compile(
          "(?:.+\\.)?s3(?:[.-][a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?"
              + "|.+\\.blob\\.core\\.(?:windows\\.net|chinacloudapi\\.cn|usgovcloudapi\\.net)"
              + "|storage\\.googleapis\\.com");

  private final Lookup lookup;
  private final Proxies proxies;
  private final Map<String, Zone> seen = new ConcurrentHashMap<>();

  /// Finds the addresses of a host.
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  Reach(Lookup lookup, Proxies proxies) {
    this.lookup = lookup;
    this.proxies = proxies;
  }

  /// Notes where a connection that stands leads to. Later addresses of the same host make it no
  /// nearer than it was.
  void note(URI uri) {
    zoneOf(uri);
  }

  /// Goes on or stops.
  ///
  /// @param who named the target
  /// @throws RemoteFailure where it may not lead us there
  void check(URI who, URI target) {
    if (Hosts.host(target).isEmpty()) {
      throw refused(who, target, "no address that can be checked");
    }
    InetAddress[] addresses = addresses(target);
    Zone before = seen.get(key(who));
    Zone origin = before == null ? zoneOf(who) : before;
    for (InetAddress address : addresses) {
      require(who, origin, target, address);
    }
    if (addresses.length == 0) {
      Zone named = named(Hosts.host(target));
      if (!origin.mayLeadTo(named)) {
        throw refused(who, target, named.words());
      }
    }
  }

  private void require(URI who, Zone origin, URI target, InetAddress address) {
    Zone zone = Zone.of(address);
    if (!origin.mayLeadTo(zone) && !(zone == Zone.PRIVATE && isObjectStore(target))) {
      boolean isLiteral = Hosts.host(target).equals(address.getHostAddress());
      throw refused(
          who, target, zone.words() + (isLiteral ? "" : " (" + address.getHostAddress() + ")"));
    }
  }

  private static RemoteFailure refused(URI who, URI target, String where) {
    return new RemoteFailure(
        "cannot follow "
            + Hosts.withoutSecrets(who)
            + " to "
            + Hosts.withoutSecrets(target)
            + ": that is "
            + where
            + ", and "
            + Hosts.host(who)
            + " is not in that network",
        "a server may only send you into a network that it is in itself");
  }

  /// The farthest of all that the host was and is.
  private Zone zoneOf(URI uri) {
    InetAddress[] addresses = addresses(uri);
    Zone now = addresses.length == 0 ? Zone.PUBLIC : Zone.LOOPBACK;
    for (InetAddress address : addresses) {
      now = now.or(Zone.of(address));
    }
    return seen.merge(key(uri), now, Zone::or);
  }

  /// All addresses of a host; none where there are none, or where a proxy looks them up.
  private InetAddress[] addresses(URI uri) {
    String host = Hosts.host(uri);
    try {
      return proxies.forUri(uri).isEmpty() ? lookup.find(host) : new InetAddress[] {literal(host)};
    } catch (UnknownHostException | IllegalArgumentException e) {
      return new InetAddress[0];
    }
  }

  /// An address in digits: also `0x7f.1` and `2130706433`, which proxies understand.
  private static InetAddress literal(String host) {
    return host.contains(":") ? InetAddress.ofLiteral(host) : Inet4Address.ofPosixLiteral(host);
  }

  /// Where the big registries keep their blobs. A company's network may give these names addresses
  /// of its own (AWS PrivateLink, Azure Private Link); the certificate proves that they are still
  /// the same stores.
  private static boolean isObjectStore(URI target) {
    return Hosts.isHttps(target) && OBJECT_STORE.matcher(Hosts.host(target)).matches();
  }

  /// What a name that is not looked up here says by itself.
  private static Zone named(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return switch (name) {
      case "metadata",
          "metadata.google.internal",
          "metadata.azure.internal",
          "metadata.tencentyun.com",
          "instance-data",
          "instance-data.ec2.internal" ->
          Zone.LINK_LOCAL;
      default ->
          name.equals("localhost") || name.endsWith(".localhost") ? Zone.LOOPBACK : Zone.PUBLIC;
    };
  }

  private static String key(URI uri) {
    return Hosts.origin(uri);
  }
}
