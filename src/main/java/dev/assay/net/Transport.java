package dev.assay.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Proxy;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Sends one request once: no retry, no redirect.
interface Transport extends Closeable {
  /// How to reach a host.
  ///
  /// @param proxy `Proxy.NO_PROXY` for none
  /// @param proxyLogin what the proxy asks for
  /// @param tls another context than the JDK's
  /// @param isInsecure whether the host's name is not to be checked
  /// @param connectMillis for the connection
  /// @param readMillis between two bytes
  record Route(
      Proxy proxy,
      Optional<Proxies.Login> proxyLogin,
      Optional<SSLContext> tls,
      boolean isInsecure,
      int connectMillis,
      int readMillis) {}

  /// What came back; the body is not metered yet.
  ///
  /// @param connected run when the connection stands and nothing has been asked yet, so far as the
  ///   JDK lets us; what it throws ends the connection
  Response send(Request request, Route route, Runnable connected) throws IOException;
}
