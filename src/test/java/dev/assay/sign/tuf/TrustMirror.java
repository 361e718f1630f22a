package dev.assay.sign.tuf;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/// A repository over HTTP on loopback.
public final class TrustMirror implements Closeable {
  private final FakeTuf repository = new FakeTuf();
  private final byte[] root;
  private final HttpServer server;

  /// @param trustedRoot what it vouches for
  public TrustMirror(byte[] trustedRoot) throws IOException {
    repository.targets.put("trusted_root.json", trustedRoot);
    for (Role role : Role.values()) {
      repository.expires.put(role, Instant.now().plusSeconds(3_600));
    }
    root = repository.publish();
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/tuf/",
        exchange -> {
          byte[] content =
              repository.files.get(exchange.getRequestURI().getPath().substring("/tuf/".length()));
          try (exchange;
              OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(
                content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
              out.write(content);
            }
          }
        });
    server.start();
  }

  /// The first root, as it is handed over in person.
  public byte[] root() {
    return root.clone();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/tuf";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
