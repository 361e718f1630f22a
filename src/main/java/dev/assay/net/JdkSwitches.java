package dev.assay.net;

/// Properties that the JDK reads once, when its HTTP classes load.
final class JdkSwitches {
  private JdkSwitches() {}

  /// Sets them where the user did not: a failed POST is not sent again behind our back; a proxy may
  /// ask for Basic before it opens a tunnel; layers come side by side.
  static void set() {
    setUnlessSet("sun.net.http.retryPost", "false");
    setUnlessSet("jdk.http.auth.tunneling.disabledSchemes", "");
    setUnlessSet("http.maxConnections", "16");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
