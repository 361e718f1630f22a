package dev.assay.net;

import dev.assay.model.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/// What the JDK sets up for a process's first connection: the settings of its security and its
/// providers, native libraries, handlers of addresses. It takes 15 to 40 ms, a tenth of the time of
/// a scan of what is known.
public final class FirstConnection {
  private FirstConnection() {}

  /// Has another thread do that, while this one sees to flags, settings and caches. Nothing is
  /// sent, and nobody is to wait for it.
  public static void prepare() {
    JdkSwitches.set(); // before the JDK looks at them, which it does once
    Thread.ofPlatform().daemon().name("first connection").start(FirstConnection::load);
  }

  private static void load() {
    try (Socket unconnected = new Socket()) {
      unconnected.setTcpNoDelay(true); // makes the socket itself
      InetAddress.getLoopbackAddress();
      URI.create("http://localhost/").toURL().openConnection();
      Digest.sha256(new byte[0]).hasher();
    } catch (IOException | RuntimeException e) {
      // What cannot be had will be missed, and said, where it is needed.
    }
  }
}
