package dev.assay.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request. Its text never shows headers: they carry secrets.
///
/// @param method upper case
/// @param uri absolute, `http` or `https`
/// @param purpose what for, as the receipt names it: `manifest`, `token`, …
/// @param headers by name, in any case
/// @param body what is sent
/// @param namedBy who gave us the address, where that was another server
public record Request(
    String method,
    URI uri,
    String purpose,
    Map<String, String> headers,
    Optional<Body> body,
    Optional<URI> namedBy) {
  public Request {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /// Bytes to be sent; opened again for each attempt.
  public interface Body {
    String contentType();

    long sizeBytes();

    InputStream open() throws IOException;

    /// Bytes in memory.
    static Body of(String contentType, byte[] content) {
      byte[] copy = content.clone();
      return new Body() {
        @Override
        public String contentType() {
          return contentType;
        }

        @Override
        public long sizeBytes() {
          return copy.length;
        }

        @Override
        public InputStream open() {
          return new ByteArrayInputStream(copy);
        }
      };
    }

    /// A file as it is when it is opened.
    static Body of(String contentType, Path file, long sizeBytes) {
      return new Body() {
        @Override
        public String contentType() {
          return contentType;
        }

        @Override
        public long sizeBytes() {
          return sizeBytes;
        }

        @Override
        public InputStream open() throws IOException {
          return Files.newInputStream(file);
        }
      };
    }
  }

  public static Request get(String purpose, URI uri) {
    return new Request("GET", uri, purpose, Map.of(), Optional.empty(), Optional.empty());
  }

  public static Request head(String purpose, URI uri) {
    return new Request("HEAD", uri, purpose, Map.of(), Optional.empty(), Optional.empty());
  }

  /// `POST`, `PUT` or `PATCH`.
  public static Request send(String method, String purpose, URI uri, Body body) {
    return new Request(method, uri, purpose, Map.of(), Optional.of(body), Optional.empty());
  }

  /// The same with one header more, or another value of it.
  public Request with(String header, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(header, value);
    return new Request(method, uri, purpose, more, body, namedBy);
  }

  /// The same without some headers.
  Request without(String... names) {
    Map<String, String> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fewer.putAll(headers);
    for (String name : names) {
      fewer.remove(name);
    }
    return new Request(method, uri, purpose, fewer, body, namedBy);
  }

  /// The same to another address.
  Request to(URI other) {
    return new Request(method, other, purpose, headers, body, namedBy);
  }

  /// A GET of another address, as after `303 See Other`.
  Request asGet(URI other) {
    return new Request("GET", other, purpose, headers, Optional.empty(), namedBy);
  }

  /// The same to an address that a server gave us: it is asked only where that server may lead us.
  public Request namedBy(URI server) {
    return new Request(method, uri, purpose, headers, body, Optional.of(server));
  }

  /// Whether sending it twice does no more than sending it once.
  boolean isIdempotent() {
    return switch (method.toUpperCase(Locale.ROOT)) {
      case "GET", "HEAD", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return method + " " + Hosts.withoutSecrets(uri);
  }
}
