package dev.assay.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.MediaTypes;
import dev.assay.server.LoopbackRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A registry on this machine that misbehaves as a test wants, and keeps a log of every access.
public final class LocalRegistry implements Closeable {
  /// One request.
  ///
  /// @param range the header, or empty
  /// @param authorization the header, or empty
  public record Access(
      String method, String path, String query, String range, String authorization) {}

  /// Does something to a request; `true` where it answered.
  public interface Fault {
    boolean apply(HttpExchange exchange) throws IOException;
  }

  private final List<Access> accesses = new CopyOnWriteArrayList<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final LoopbackRegistry registry;

  private LocalRegistry(HttpServer server) {
    this.registry =
        LoopbackRegistry.start(
            server, List.of(Filter.beforeHandler("log", this::log), new Faulty()));
  }

  public static LocalRegistry start() throws IOException {
    return new LocalRegistry(HttpServer.create(address(), 0));
  }

  /// One that speaks TLS.
  public static LocalRegistry start(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new LocalRegistry(server);
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  public String host() {
    return registry.host();
  }

  public LoopbackRegistry content() {
    return registry;
  }

  /// Keeps an image of one platform and names it by a reference.
  public ImageRef put(String repository, String tag, List<byte[]> layers) {
    String config = config(layers);
    registry.putBlob(config.getBytes(UTF_8));
    layers.forEach(registry::putBlob);
    registry.putManifest(
        repository, tag, manifest(config, layers).getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    return ref(repository, tag);
  }

  public ImageRef ref(String repository, String tag) {
    return ImageRef.parse(host() + "/" + repository + ":" + tag);
  }

  /// A configuration whose diff ids are the digests of the layers as they are.
  public static String config(List<byte[]> layers) {
    List<String> diffIds = new ArrayList<>();
    layers.forEach(layer -> diffIds.add("\"" + Digest.sha256(layer) + "\""));
    return "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\","
        + "\"diff_ids\":["
        + String.join(",", diffIds)
        + "]}}";
  }

  /// Keeps an image of one layer whose descriptor has annotations, and names it by a reference.
  ///
  /// @param diffId of the archive in the layer
  public ImageRef put(
      String repository, byte[] layer, Digest diffId, Map<String, String> annotations) {
    return put(repository, layer, diffId, annotations, Map.of());
  }

  /// The same with annotations of the manifest.
  public ImageRef put(
      String repository,
      byte[] layer,
      Digest diffId,
      Map<String, String> annotations,
      Map<String, String> ofManifest) {
    String config = config(List.of(layer)).replace(Digest.sha256(layer).toString(), "" + diffId);
    registry.putBlob(config.getBytes(UTF_8));
    registry.putBlob(layer);
    String described = descriptor(MediaTypes.OCI_LAYER_GZIP, layer);
    String annotated =
        described.substring(0, described.length() - 1) + "," + annotations(annotations) + "}";
    String manifest = manifest(config, List.of(layer)).replace(described, annotated);
    manifest = manifest.substring(0, manifest.length() - 1) + "," + annotations(ofManifest) + "}";
    registry.putManifest(repository, "1", manifest.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
    return ref(repository, "1");
  }

  private static String annotations(Map<String, String> annotations) {
    List<String> members = new ArrayList<>();
    annotations.forEach((name, value) -> members.add("\"" + name + "\":\"" + value + "\""));
    return "\"annotations\":{" + String.join(",", members) + "}";
  }

  public static String manifest(String config, List<byte[]> layers) {
    List<String> descriptors = new ArrayList<>();
    layers.forEach(layer -> descriptors.add(descriptor(MediaTypes.OCI_LAYER_GZIP, layer)));
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + MediaTypes.OCI_MANIFEST
        + "\",\"config\":"
        + descriptor(MediaTypes.OCI_CONFIG, config.getBytes(UTF_8))
        + ",\"layers\":["
        + String.join(",", descriptors)
        + "]}";
  }

  public static String descriptor(String mediaType, byte[] content) {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + Digest.sha256(content)
        + "\",\"size\":"
        + content.length
        + "}";
  }

  public List<Access> accesses() {
    return List.copyOf(accesses);
  }

  /// How many requests had this in their path.
  public long count(String inPath) {
    return accesses.stream().filter(access -> access.path().contains(inPath)).count();
  }

  /// Before all that was said so far.
  public void first(Fault fault) {
    faults.addFirst(fault);
  }

  public void with(Fault fault) {
    faults.add(fault);
  }

  /// Answers with a status so many times.
  public void fail(String inPath, int times, int status, Map<String, String> headers) {
    AtomicInteger left = new AtomicInteger(times);
    with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains(inPath) || left.getAndDecrement() <= 0) {
        return false;
      }
      headers.forEach(exchange.getResponseHeaders()::set);
      answer(exchange, status, "{\"errors\":[{\"code\":\"TEST\",\"message\":\"as told\"}]}");
      return true;
    });
  }

  /// Sends a blob, from where it is asked for, and hangs up after so many bytes.
  public void cut(Digest blob, int afterBytes, int times) {
    AtomicInteger left = new AtomicInteger(times);
    with(exchange -> {
      if (!isBlob(exchange, blob) || left.getAndDecrement() <= 0) {
        return false;
      }
      byte[] content = registry.blob(blob).orElseThrow();
      String range =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("bytes=0-");
      int from = Integer.parseInt(range.replaceAll("\\D", ""));
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      OutputStream body = exchange.getResponseBody();
      body.write(content, from, Math.min(afterBytes, content.length - from));
      body.flush();
      exchange.close();
      return true;
    });
  }

  /// Sends other bytes for a blob, in chunks where `announced` is 0.
  public void swap(Digest blob, byte[] other, long announced) {
    with(exchange -> {
      if (!isBlob(exchange, blob)) {
        return false;
      }
      exchange.sendResponseHeaders(200, announced);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(other);
      }
      return true;
    });
  }

  /// Never sends parts.
  public void ignoreRanges() {
    with(exchange -> {
      String path = exchange.getRequestURI().getPath();
      int blob = path.indexOf("/blobs/");
      if (blob < 0 || exchange.getRequestHeaders().getFirst("Range") == null) {
        return false;
      }
      byte[] content = registry.blob(Digest.parse(path.substring(blob + 7))).orElseThrow();
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
      exchange.close();
      return true;
    });
  }

  /// Sends several parts of a blob in one answer.
  ///
  /// @param isBackwards whether the last one comes first
  public void sendManyParts(boolean isBackwards) {
    with(exchange -> {
      String path = exchange.getRequestURI().getPath();
      int blob = path.indexOf("/blobs/");
      String range = header(exchange, "Range");
      if (blob < 0 || !range.contains(",")) {
        return false;
      }
      byte[] content = registry.blob(Digest.parse(path.substring(blob + 7))).orElseThrow();
      var parts = new ArrayList<>(List.of(range.replace("bytes=", "").split(",")));
      if (isBackwards) {
        Collections.reverse(parts);
      }
      exchange.getResponseHeaders().set("Content-Type", "multipart/byteranges; boundary=xyz");
      exchange.sendResponseHeaders(206, 0);
      OutputStream body = exchange.getResponseBody();
      for (String part : parts) {
        int from = Integer.parseInt(part.substring(0, part.indexOf('-')));
        int last = Integer.parseInt(part.substring(part.indexOf('-') + 1));
        String head = "\r\n--xyz\r\nContent-Type: text/plain\r\nContent-Range: bytes %s/%d\r\n\r\n";
        body.write(head.formatted(part, content.length).getBytes(UTF_8));
        body.write(content, from, last - from + 1);
      }
      body.write("\r\n--xyz--\r\n".getBytes(UTF_8));
      exchange.close();
      return true;
    });
  }

  /// Sends whoever wants a blob to another server.
  public void redirectBlobs(String base) {
    with(exchange -> {
      if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
        return false;
      }
      exchange.getResponseHeaders().set("Location", base + exchange.getRequestURI().getPath());
      answer(exchange, 307, "");
      return true;
    });
  }

  /// Wants Basic for everything.
  public void requireBasic(String user, String password) {
    String expected = basic(user, password);
    with(exchange -> {
      if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        return false;
      }
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test, really\"");
      answer(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}");
      return true;
    });
  }

  public static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /// Answers and closes.
  public static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    boolean isBare = content.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isBare ? -1 : content.length);
    if (!isBare) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  private static boolean isBlob(HttpExchange exchange, Digest blob) {
    return exchange.getRequestURI().getPath().endsWith("/blobs/" + blob);
  }

  private void log(HttpExchange exchange) {
    accesses.add(
        new Access(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
            header(exchange, "Range"),
            header(exchange, "Authorization")));
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private final class Faulty extends Filter {
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      for (Fault fault : faults) {
        if (fault.apply(exchange)) {
          return;
        }
      }
      chain.doFilter(exchange);
    }

    @Override
    public String description() {
      return "faults";
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
