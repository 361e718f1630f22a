package dev.assay.sign.online;

import dev.assay.failure.Failure;
import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import dev.assay.sign.crypto.Octets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// One question to one service. What it says when it refuses stands in the failure, bounded; what
/// we sent does not.
final class ServiceCall {
  private static final int MAX_ANSWER = 4 << 20;
  private static final int MAX_REASON = 300;

  private final Http http;

  ServiceCall(Http http) {
    this.http = http;
  }

  /// An answer.
  record Answer(int status, Octets body, String location) {}

  /// Asks, and wants success.
  ///
  /// @param action for messages: `log the signature`
  byte[] ask(Request request, String action) {
    Answer answer = answer(request, action);
    if (answer.status < 200 || answer.status > 299) {
      throw refused(request.uri(), answer, action);
    }
    return answer.body.bytes();
  }

  /// Asks, and wants any answer.
  Answer answer(Request request, String action) {
    try (Response response = http.send(request)) {
      return new Answer(
          response.status(),
          Octets.of(response.readAtMost(MAX_ANSWER, "the answer of " + Hosts.shown(request.uri()))),
          response.header("Location").orElse(""));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure(action);
    }
  }

  static Failure refused(URI uri, Answer answer, String action) {
    String reason = new String(answer.body.bytes(), StandardCharsets.UTF_8);
    return new RemoteFailure(
        "cannot "
            + action
            + ": "
            + Hosts.shown(uri)
            + " answers "
            + answer.status
            + (reason.isBlank() ? "" : " (" + Printable.of(reason, MAX_REASON) + ")"));
  }
}
