package dev.assay.net;

import dev.assay.failure.InputFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer whose body is read as it comes. Close it, read to the end or not.
public final class Response implements Closeable {
  private final URI uri;
  private final int status;
  private final Map<String, List<String>> headers;
  private final InputStream body;

  Response(URI uri, int status, Map<String, List<String>> headers, InputStream body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// The same with a body that counts.
  Response metered(boolean hasBody, RequestLog.Entry entry, Deadline deadline) {
    long announced = hasBody ? length().orElse(-1) : 0;
    return new Response(uri, status, headers, new MeteredBody(body, announced, entry, deadline));
  }

  /// The same with a body in which nothing secret of the request is left.
  Response withoutSecretsOf(Request request) {
    return new Response(uri, status, headers, new EchoBody(body, request));
  }

  /// Who answered in the end, after redirects.
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  /// Whether the status is one of 200 to 299.
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// All values of a header, its name in any case.
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /// The first value of a header, stripped.
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst().map(String::strip);
  }

  /// How long the server asks us to stay away, in whole seconds, rounded up; empty where it asks
  /// for nothing, or for more than a day, which no one waits for.
  ///
  /// @param now to compare with where it names a date
  public OptionalLong retryAfterSeconds(Instant now) {
    long millis = Retry.askedMillis(header("Retry-After").orElse(""), now);
    return millis <= 0 || millis > 86_400_000
        ? OptionalLong.empty()
        : OptionalLong.of((millis + 999) / 1000);
  }

  /// The announced length of the body, where there is one and it is a number.
  public OptionalLong length() {
    String text = header("Content-Length").orElse("");
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /// The body. Ends with an `IOException` where it breaks off before the announced length, and with
  /// a `RemoteFailure` where the time is up.
  public InputStream body() {
    return body;
  }

  /// The whole body.
  ///
  /// @param what names it in the failure
  /// @throws InputFailure where it is longer than the limit
  public byte[] readAtMost(int limitBytes, String what) throws IOException {
    byte[] content = body.readNBytes(limitBytes);
    if (content.length == limitBytes && body.read() >= 0) {
      throw new InputFailure(
          "cannot read " + what + ": longer than the limit of " + limitBytes + " bytes");
    }
    return content;
  }

  /// The first bytes of the body, for messages.
  public byte[] readStart(int limitBytes) throws IOException {
    return body.readNBytes(limitBytes);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
