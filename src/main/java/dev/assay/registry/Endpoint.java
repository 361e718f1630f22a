package dev.assay.registry;

import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// One thing that a registry can be asked: one small class each.
///
/// @param <T> the answer
interface Endpoint<T> {
  /// The request, without credentials.
  ///
  /// @param base `https://host[:port]`
  Request request(URI base);

  /// Reads an answer of status 200 to 299. Whoever calls closes it, unless `keepsResponse`.
  T read(Response response) throws IOException;

  /// The answer that a refusal is, where it is one.
  default Optional<T> refused(int status, RegistryErrors errors) {
    return Optional.empty();
  }

  /// Whether the answer holds on to the response and closes it itself.
  default boolean keepsResponse() {
    return false;
  }

  /// What it needs of a token: `repository:NAME:pull`, or empty.
  String scope();

  /// What it does, in messages: `read manifest of IMAGE`.
  String action();
}
