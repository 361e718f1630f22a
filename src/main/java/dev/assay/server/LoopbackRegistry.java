package dev.assay.server;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.assay.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry in memory on a free port of this machine, for `quickstart` and the tests. It serves
/// pulls and pushes of images, blobs by ranges, lists of tags, repositories and referrers. What it
/// holds is gone when it is closed.
public final class LoopbackRegistry implements Closeable {
  private final MemoryStore store = new MemoryStore();
  private final RegistryRoutes routes = new RegistryRoutes(store);
  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackRegistry(HttpServer server) {
    this.server = server;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            8,
            work -> {
              Thread thread = new Thread(work, "loopback-registry-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Starts one on plain HTTP.
  ///
  /// @throws IOException where the machine has no free port
  public static LoopbackRegistry start() throws IOException {
    return start(
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0),
        List.of());
  }

  /// Starts one on a server that is bound and may speak TLS.
  ///
  /// @param filters see every request first
  public static LoopbackRegistry start(HttpServer server, List<Filter> filters) {
    LoopbackRegistry registry = new LoopbackRegistry(server);
    HttpContext context = server.createContext("/", registry.routes);
    context.getFilters().addAll(filters);
    server.setExecutor(registry.threads);
    server.start();
    return registry;
  }

  /// `127.0.0.1:PORT`, the first part of a reference.
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Keeps a blob.
  public Digest putBlob(byte[] content) {
    return store.putBlob(content.clone(), Digest.sha256(content));
  }

  /// Keeps a manifest, whatever it says, under a tag and under its digest.
  public Digest putManifest(String repository, String tag, byte[] content, String mediaType) {
    MemoryStore.StoredManifest manifest =
        new MemoryStore.StoredManifest(content.clone(), mediaType);
    store.putManifest(repository, tag, manifest, "");
    return manifest.digest();
  }

  /// Behaves as registries did before OCI 1.1: keeps no lists of what refers to what.
  public void keepNoReferrers() {
    routes.keepNoReferrers();
  }

  /// A blob it holds.
  public Optional<byte[]> blob(Digest digest) {
    return store.blob(digest).map(byte[]::clone);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
