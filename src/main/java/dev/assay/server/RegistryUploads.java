package dev.assay.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.model.Digest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;

/// A blob comes in: in one POST, in POST and PUT, or in POST, PATCHes and PUT.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#push>
final class RegistryUploads {
  private static final int MAX_PART_BYTES = 256 << 20;

  private final MemoryStore store;

  RegistryUploads(MemoryStore store) {
    this.store = store;
  }

  void handle(HttpExchange exchange, Answer answer, String name, String id) throws IOException {
    String method = exchange.getRequestMethod();
    if (id.isEmpty() && method.equals("POST")) {
      start(exchange, answer, name);
      return;
    }
    Optional<Integer> size = store.uploadSize(id);
    if (size.isEmpty()) {
      answer.error(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
      return;
    }
    switch (method) {
      case "GET" -> progress(answer, name, id).empty(204);
      case "PATCH" -> {
        if (isOutOfOrder(exchange, size.get())) {
          progress(answer, name, id).empty(416);
        } else if (append(exchange, answer, id)) {
          progress(answer, name, id).empty(202);
        }
      }
      case "PUT" -> {
        if (append(exchange, answer, id)) {
          finish(answer, name, id, query(exchange, "digest"));
        }
      }
      case "DELETE" -> {
        store.finishUpload(id);
        answer.empty(204);
      }
      default -> answer.error(405, "UNSUPPORTED", "no such operation");
    }
  }

  private void start(HttpExchange exchange, Answer answer, String name) throws IOException {
    String mount = query(exchange, "mount");
    if (!mount.isEmpty() && store.blob(Digest.parse(mount)).isPresent()) {
      created(answer, name, Digest.parse(mount));
      return;
    }
    String id = store.startUpload();
    if (!append(exchange, answer, id)) {
      return;
    }
    String digest = query(exchange, "digest");
    if (digest.isEmpty()) {
      progress(answer, name, id).empty(202);
    } else {
      finish(answer, name, id, digest);
    }
  }

  private static boolean isOutOfOrder(HttpExchange exchange, int size) {
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    return range != null && !range.startsWith(size + "-");
  }

  private boolean append(HttpExchange exchange, Answer answer, String id) throws IOException {
    byte[] part = exchange.getRequestBody().readNBytes(MAX_PART_BYTES);
    if (part.length == MAX_PART_BYTES || !store.hasRoomFor(part.length)) {
      answer.error(413, "SIZE_INVALID", "this registry is for small images");
      return false;
    }
    store.append(id, part);
    return true;
  }

  private Answer progress(Answer answer, String name, String id) {
    int size = store.uploadSize(id).orElse(0);
    return answer
        .header("Location", "/v2/" + name + "/blobs/uploads/" + id)
        .header("Docker-Upload-UUID", id)
        .header("Range", "0-" + Math.max(0, size - 1));
  }

  private void finish(Answer answer, String name, String id, String wanted) throws IOException {
    Digest digest = Digest.parse(wanted);
    byte[] content = store.finishUpload(id);
    if (!Digest.of(digest.hasher().digest(content)).equals(digest)) {
      answer.error(400, "DIGEST_INVALID", "the content has another digest");
      return;
    }
    store.putBlob(content, digest);
    created(answer, name, digest);
  }

  private static void created(Answer answer, String name, Digest digest) throws IOException {
    answer
        .header("Location", "/v2/" + name + "/blobs/" + digest)
        .header("Docker-Content-Digest", digest.toString())
        .empty(201);
  }

  /// A parameter of the query, decoded; empty where absent.
  static String query(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    for (String part : (query == null ? "" : query).split("&")) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), UTF_8);
      }
    }
    return "";
  }
}
