package dev.assay.registry;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Response;
import java.nio.charset.StandardCharsets;

/// What stands where a registry's answer should: the login page of a network or the error page of a
/// proxy, most often with status 200.
final class WebPage {
  private WebPage() {}

  /// Refuses an answer that calls itself a web page.
  ///
  /// @param action for the message: `read manifest of IMAGE`
  /// @throws RemoteFailure where it is one
  static void refuse(Response response, String action) {
    String type = MediaTypes.bare(response.header("Content-Type").orElse(""));
    if (type.equals("text/html") || type.equals("application/xhtml+xml")) {
      throw failure(response, action);
    }
  }

  /// Refuses an answer that is one, whatever it calls itself.
  ///
  /// @param content its body
  static void refuse(Response response, byte[] content, String action) {
    refuse(response, action);
    int length = Math.min(content.length, 64);
    String start = new String(content, 0, length, StandardCharsets.ISO_8859_1).stripLeading();
    if (start.startsWith("<")) {
      throw failure(response, action);
    }
  }

  private static RemoteFailure failure(Response response, String action) {
    return new RemoteFailure(
        "cannot "
            + action
            + ": "
            + Hosts.withoutSecrets(response.uri())
            + " answers with a web page",
        "a proxy or the login page of a network stands in between, or this is no registry:"
            + " check the name, HTTPS_PROXY and NO_PROXY");
  }
}
