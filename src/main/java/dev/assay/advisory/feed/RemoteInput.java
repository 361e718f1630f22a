package dev.assay.advisory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.Progress;
import dev.assay.net.Hosts;
import dev.assay.net.Http;
import dev.assay.net.NetworkProblem;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Files at addresses, read while they arrive. A transfer that breaks off is taken up where it
/// ended, as long as the server still has the same file.
public final class RemoteInput implements FeedInput {
  /// Where a file is.
  ///
  /// @param isOptional whether it may be missing
  public record Address(URI uri, boolean isOptional) {}

  private final Http http;
  private final List<Address> addresses;
  private final Progress progress;
  private final StringBuilder read = new StringBuilder();
  private Optional<Instant> newest = Optional.empty();

  public RemoteInput(Http http, List<Address> addresses, Progress progress) {
    this.http = http;
    this.addresses = List.copyOf(addresses);
    this.progress = progress;
  }

  /// @throws RemoteFailure where a file that must be there is not, or cannot be reached
  @Override
  public void forEach(long maxFileBytes, Reader reader) throws IOException {
    Expansion expansion = new Expansion(maxFileBytes, reader);
    for (Address address : addresses) {
      fetch(address, expansion);
    }
  }

  private void fetch(Address address, Expansion expansion) throws IOException {
    String where = Hosts.withoutSecrets(address.uri());
    Response response;
    try {
      response = http.send(Request.get("advisories", address.uri()));
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("fetch " + where);
    }
    if (response.status() == 404 && address.isOptional()) {
      response.close();
      return;
    }
    if (!response.isSuccess()) {
      response.close();
      throw new RemoteFailure("cannot fetch " + where + ": status " + response.status());
    }
    MessageDigest content = Digest.sha256(new byte[0]).hasher();
    modified(response);
    long total = response.length().orElse(0);
    try (ResumedBody body = new ResumedBody(http, address.uri(), response);
        InputStream in = new DigestInputStream(body, content)) {
      long[] done = {0};
      CountedStream counted =
          new CountedStream(
              in, count -> progress.step("fetching " + where, done[0] += count, total));
      expansion.file(name(address.uri()), counted);
    }
    read.append(Digest.of(content.digest())).append(' ').append(name(address.uri())).append('\n');
  }

  private void modified(Response response) {
    Optional<Instant> time = response.header("Last-Modified").flatMap(RemoteInput::httpDate);
    if (time.isPresent() && newest.filter(n -> !n.isBefore(time.get())).isEmpty()) {
      newest = time;
    }
  }

  private static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String name(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? "index" : name;
  }

  @Override
  public Digest digest() {
    return Digest.sha256(read.toString().getBytes(UTF_8));
  }

  @Override
  public Optional<Instant> newest() {
    return newest;
  }
}
