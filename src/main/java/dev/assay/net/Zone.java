package dev.assay.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/// How near to this machine an address is. The order is from far to near.
///
/// Source: RFC 6890 and the IANA special-purpose address registries
enum Zone {
  /// Anywhere on the Internet.
  PUBLIC("a public address"),
  /// Within an organisation: RFC 1918, RFC 6598 (shared), RFC 4193 (unique local).
  PRIVATE("a private address"),
  /// This machine's wire, where clouds answer with credentials: 169.254.169.254 and its like.
  LINK_LOCAL("a link-local or metadata address"),
  /// This machine.
  LOOPBACK("an address of this machine");

  private static final byte[] EC2_METADATA_V6 = {
    (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54
  };

  private final String words;

  Zone(String words) {
    this.words = words;
  }

  /// For messages.
  String words() {
    return words;
  }

  static Zone of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isLoopbackAddress() || address.isAnyLocalAddress() || bytes[0] == 0) {
      // 0.0.0.0/8 and :: are this machine; ::/8 holds IPv4 in disguise.
      return address instanceof Inet6Address && !address.isLoopbackAddress()
          ? ofDisguised(bytes, 12)
          : LOOPBACK;
    }
    return address instanceof Inet4Address ? ofV4(bytes) : ofV6(address, bytes);
  }

  private static Zone ofV4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    if ((a == 169 && b == 254) || isMetadataV4(bytes)) {
      return LINK_LOCAL;
    }
    boolean isPrivate =
        a == 10
            || (a == 172 && (b & 0xf0) == 16)
            || (a == 192 && b == 168)
            || (a == 100 && (b & 0xc0) == 64)
            || (a == 198 && (b & 0xfe) == 18)
            || a >= 224; // groups, and what nobody may use
    return isPrivate ? PRIVATE : PUBLIC;
  }

  /// Alibaba Cloud's and Azure's, which lie elsewhere than the others'.
  private static boolean isMetadataV4(byte[] bytes) {
    return Arrays.equals(bytes, new byte[] {100, 100, 100, (byte) 200})
        || Arrays.equals(bytes, new byte[] {(byte) 168, 63, (byte) 129, 16});
  }

  private static Zone ofV6(InetAddress address, byte[] bytes) {
    if (address.isLinkLocalAddress() || Arrays.equals(bytes, EC2_METADATA_V6)) {
      return LINK_LOCAL;
    }
    boolean isLocal = (bytes[0] & 0xfe) == 0xfc || address.isSiteLocalAddress();
    if (isLocal || address.isMulticastAddress()) {
      return PRIVATE;
    }
    return bytes[0] == 0x20 && bytes[1] == 0x02 ? ofDisguised(bytes, 2) : PUBLIC; // 6to4
  }

  /// What an IPv4 address within an IPv6 one leads to: IPv4-compatible, NAT64 (64:ff9b::/96), 6to4.
  private static Zone ofDisguised(byte[] bytes, int from) {
    byte[] inner = Arrays.copyOfRange(bytes, from, from + 4);
    return inner[0] == 0 || inner[0] == 127 ? LOOPBACK : ofV4(inner);
  }

  /// Whether someone here may send us there. Nobody may lead us into a network that he is not in
  /// himself: what answers there trusts its neighbours.
  boolean mayLeadTo(Zone target) {
    return switch (target) {
      case PUBLIC -> true;
      case PRIVATE -> this != PUBLIC;
      case LINK_LOCAL, LOOPBACK -> this == target;
    };
  }

  /// The farther of two.
  Zone or(Zone other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
