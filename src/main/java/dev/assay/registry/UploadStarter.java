package dev.assay.registry;

import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Hosts;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Begins the upload of a blob and learns where to send it; empty where the registry took it over
/// from another of its repositories and nothing need be sent.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#post-then-put>,
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#mounting-a-blob-from-another-repository>
final class UploadStarter implements Endpoint<Optional<URI>> {
  private final ImageRef repository;
  private final Digest blob;
  private final String from;

  /// @param from a repository of the same registry that may have the blob, or empty
  UploadStarter(ImageRef repository, Digest blob, String from) {
    this.repository = repository;
    this.blob = blob;
    this.from = from;
  }

  static String scope(ImageRef repository) {
    return "repository:" + repository.repository() + ":pull,push";
  }

  @Override
  public Request request(URI base) {
    return Request.send(
        "POST",
        "upload",
        base.resolve(
            "/v2/"
                + repository.repository()
                + "/blobs/uploads/"
                + (from.isEmpty() ? "" : "?mount=" + blob + "&from=" + from)),
        Request.Body.of("application/octet-stream", new byte[0]));
  }

  /// Where to send the blob: another machine may be named, but none that listens in the open where
  /// the registry itself does not.
  @Override
  public Optional<URI> read(Response response) {
    if (response.status() == 201 && !from.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> location = response.header("Location");
    if (location.isEmpty()) {
      throw unusable("names no place to send it to");
    }
    URI place;
    try {
      place = response.uri().resolve(location.get());
    } catch (IllegalArgumentException e) {
      throw unusable("names a malformed place to send it to");
    }
    String scheme = String.valueOf(place.getScheme());
    if (place.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw unusable("names a place to send it to that is no http address");
    }
    boolean opensUp =
        scheme.equals("http")
            && "https".equals(response.uri().getScheme())
            && !(Hosts.isLoopback(place) && Hosts.isLoopback(response.uri()));
    if (opensUp) {
      throw unusable("wants it over plain http, at " + Hosts.withoutSecrets(place));
    }
    return Optional.of(place);
  }

  private RemoteFailure unusable(String problem) {
    return new RemoteFailure("cannot " + action() + ": the registry " + problem);
  }

  @Override
  public String scope() {
    return scope(repository) + (from.isEmpty() ? "" : " repository:" + from + ":pull");
  }

  @Override
  public String action() {
    return "push blob " + blob + " to " + repository.name();
  }
}
