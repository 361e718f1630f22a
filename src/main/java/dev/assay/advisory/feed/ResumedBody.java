package dev.assay.advisory.feed;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/// The body of an answer, asked for again from where it broke off.
///
/// Source: RFC 9110, 14.2 (Range), 13.1.5 (If-Range)
final class ResumedBody extends InputStream {
  private static final int MAX_BREAKS = 5;

  private final Http http;
  private final URI uri;
  private final Optional<String> validator;
  private Response response;
  private long received;
  private int breaks;

  ResumedBody(Http http, URI uri, Response response) {
    this.http = http;
    this.uri = uri;
    this.response = response;
    // A weak tag does not vouch for every byte.
    this.validator =
        response
            .header("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> response.header("Last-Modified"));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      try {
        int count = response.body().read(buffer, offset, length);
        received += Math.max(0, count);
        return count;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException cause) throws IOException {
    String action = "fetch " + Hosts.withoutSecrets(uri);
    response.close();
    if (validator.isEmpty() || ++breaks > MAX_BREAKS) {
      throw NetworkProblem.of(cause).failure(action);
    }
    try {
      response =
          http.send(
              Request.get("advisories", uri)
                  .with("Range", "bytes=" + received + "-")
                  .with("If-Range", validator.get()));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure(action);
    }
    String range = response.header("Content-Range").orElse("");
    if (response.status() != 206 || !range.startsWith("bytes " + received + "-")) {
      response.close();
      throw new RemoteFailure(
          "cannot " + action + ": it broke off at byte " + received + " and cannot be resumed");
    }
  }

  @Override
  public void close() throws IOException {
    response.close();
  }
}
