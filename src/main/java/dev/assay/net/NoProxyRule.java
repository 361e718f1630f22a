package dev.assay.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One entry of `NO_PROXY`: `*`, an address, a block of addresses (`10.0.0.0/8`), a domain with its
/// subdomains (`example.com`), the subdomains alone (`.example.com`, `*.example.com`); each but the
/// block may end in `:port`.
sealed interface NoProxyRule {
  boolean covers(String host, int port);

  record Everything() implements NoProxyRule {
    @Override
    public boolean covers(String host, int port) {
      return true;
    }
  }

  /// @param port 0 for any
  record Domain(String name, boolean withItself, int port) implements NoProxyRule {
    @Override
    public boolean covers(String host, int otherPort) {
      return (port == 0 || port == otherPort)
          && ((withItself && host.equals(name)) || host.endsWith("." + name));
    }
  }

  /// Addresses that agree in their first bits.
  ///
  /// @param port 0 for any
  record Block(List<Byte> address, int bits, int port) implements NoProxyRule {
    public Block {
      address = List.copyOf(address);
    }

    @Override
    public boolean covers(String host, int otherPort) {
      List<Byte> other = literal(host);
      if (other.size() != address.size() || !(port == 0 || port == otherPort)) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((other.get(bit / 8) & mask) != (address.get(bit / 8) & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /// Reads a comma-separated list; what is no rule is passed over.
  static List<NoProxyRule> parse(String text) {
    List<NoProxyRule> rules = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
      String entry = part.strip();
      if (!entry.isEmpty()) {
        rules.add(rule(entry));
      }
    }
    return List.copyOf(rules);
  }

  private static NoProxyRule rule(String entry) {
    if (entry.equals("*")) {
      return new Everything();
    }
    int slash = entry.indexOf('/');
    if (slash > 0 && entry.substring(slash + 1).matches("\\d{1,3}")) {
      List<Byte> address = literal(entry.substring(0, slash));
      int bits = Integer.parseInt(entry.substring(slash + 1));
      return new Block(address, Math.min(bits, address.size() * 8), 0);
    }
    List<Byte> whole = literal(Hosts.withoutPort(entry));
    int port = Hosts.port(entry, 0);
    if (!whole.isEmpty()) {
      return new Block(
          whole, whole.size() * 8, whole.size() == 16 && !entry.startsWith("[") ? 0 : port);
    }
    String name = Hosts.withoutPort(entry);
    if (name.startsWith("*.")) {
      return new Domain(name.substring(2), false, port);
    }
    return name.startsWith(".")
        ? new Domain(name.substring(1), false, port)
        : new Domain(name, true, port);
  }

  /// The bytes of an address written in digits; empty for a name, which is never looked up.
  private static List<Byte> literal(String host) {
    boolean isV4 = host.matches("\\d{1,3}(?:\\.\\d{1,3}){3}");
    if (!isV4 && !(host.contains(":") && host.matches("[0-9a-f:.]+"))) {
      return List.of();
    }
    try {
      List<Byte> bytes = new ArrayList<>();
      for (byte b : InetAddress.ofLiteral(host).getAddress()) {
        bytes.add(b);
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
