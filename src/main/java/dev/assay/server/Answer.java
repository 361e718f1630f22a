package dev.assay.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.assay.format.json.JsonOutput;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the answers of a registry.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes>
final class Answer {
  private final HttpExchange exchange;

  Answer(HttpExchange exchange) {
    this.exchange = exchange;
  }

  Answer header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
    return this;
  }

  void empty(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  void json(int status, String json) throws IOException {
    header("Content-Type", "application/json").bytes(status, json.getBytes(UTF_8));
  }

  void error(int status, String code, String message) throws IOException {
    json(status, "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
  }

  void bytes(int status, byte[] content) throws IOException {
    slice(status, content, 0, content.length);
  }

  /// Part of the content; to HEAD its length alone.
  void slice(int status, byte[] content, int from, int length) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      header("Content-Length", Integer.toString(length));
      empty(status);
      return;
    }
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, from, length);
    }
    exchange.close();
  }

  /// `{"KEY": […]}`, with the rest behind a `Link` where the client asks for less.
  void page(String before, String key, List<String> all, Page page) throws IOException {
    List<String> rest = all.stream().filter(name -> name.compareTo(page.last()) > 0).toList();
    List<String> now = rest.stream().limit(page.limit()).toList();
    if (now.size() < rest.size()) {
      link("?last=" + (now.isEmpty() ? "" : now.getLast()) + "&n=" + page.limit());
    }
    String items = now.stream().map(n -> '"' + n + '"').collect(Collectors.joining(","));
    json(200, "{" + before + "\"" + key + "\":[" + items + "]}");
  }

  /// An index of the referrers of that kind, a page of it where the client asks for less.
  void referrers(List<Descriptor> all, String kind, Page page) throws IOException {
    List<Descriptor> wanted =
        all.stream().filter(d -> kind.isEmpty() || d.artifactType().equals(kind)).toList();
    if (!kind.isEmpty()) {
      header("OCI-Filters-Applied", "artifactType");
    }
    List<Descriptor> rest =
        wanted.stream().filter(d -> d.digest().toString().compareTo(page.last()) > 0).toList();
    List<Descriptor> now = rest.stream().limit(page.limit()).toList();
    if (now.size() < rest.size()) {
      String filter = kind.isEmpty() ? "" : "&artifactType=" + URLEncoder.encode(kind, UTF_8);
      link("?last=" + now.getLast().digest() + "&n=" + page.limit() + filter);
    }
    byte[] content =
        JsonOutput.compact(json ->
            json.object(() -> {
              json.put("schemaVersion", 2);
              json.put("mediaType", MediaTypes.OCI_INDEX);
              json.array("manifests", () -> now.forEach(d -> json.object(() -> d.write(json))));
            }));
    header("Content-Type", MediaTypes.OCI_INDEX).bytes(200, content);
  }

  private void link(String query) {
    header("Link", "<" + exchange.getRequestURI().getPath() + query + ">; rel=\"next\"");
  }

  /// Which part of a list is wanted.
  record Page(String last, int limit) {}
}
