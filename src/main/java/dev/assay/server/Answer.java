package dev.assay.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
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
      header(
          "Link",
          "<"
              + exchange.getRequestURI().getPath()
              + "?last="
              + (now.isEmpty() ? "" : now.getLast())
              + "&n="
              + page.limit()
              + ">; rel=\"next\"");
    }
    String items = now.stream().map(n -> '"' + n + '"').collect(Collectors.joining(","));
    json(200, "{" + before + "\"" + key + "\":[" + items + "]}");
  }

  /// Which part of a list is wanted.
  record Page(String last, int limit) {}
}
