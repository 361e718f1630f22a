package dev.assay.registry;

import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Sends a whole blob to the place that `UploadStarter` learnt, and ends the upload.
///
/// Source: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#post-then-put>
final class BlobSender implements Endpoint<BlobSender.Outcome> {
  /// What came of it.
  enum Outcome {
    DONE,
    /// What the registry has of the upload cannot be told: begin another.
    SPOILT
  }

  private final ImageRef repository;
  private final Digest blob;
  private final URI place;
  private final Request.Body content;
  private final boolean isLast;

  /// @param place where to
  /// @param isLast whether no further attempt follows, so that a refusal is a failure
  BlobSender(ImageRef repository, Blob blob, URI place, boolean isLast) {
    this.repository = repository;
    this.blob = blob.digest();
    this.content = blob.content();
    this.place = place;
    this.isLast = isLast;
  }

  /// A blob to send.
  ///
  /// @param content its bytes, opened again for each attempt
  record Blob(Digest digest, Request.Body content) {}

  @Override
  public Request request(URI base) {
    String query = (place.getRawQuery() == null ? "?" : "&") + "digest=" + blob;
    return Request.send("PUT", "upload", URI.create(place + query), content).namedBy(base);
  }

  @Override
  public Outcome read(Response response) {
    Optional<String> stored = response.header("Docker-Content-Digest");
    if (stored.isPresent() && !stored.get().equals(blob.toString())) {
      throw new RemoteFailure(
          "cannot "
              + action()
              + ": the registry says that it stored "
              + Printable.of(stored.get(), 200));
    }
    return Outcome.DONE;
  }

  /// After a broken transfer the same upload may hold half of it, or be forgotten.
  @Override
  public Optional<Outcome> refused(int status, RegistryErrors errors) {
    boolean isSpoilt = status == 400 || status == 404 || status == 416 || status >= 500;
    return isSpoilt && !isLast ? Optional.of(Outcome.SPOILT) : Optional.empty();
  }

  @Override
  public String scope() {
    return UploadStarter.scope(repository);
  }

  @Override
  public String action() {
    return "push blob " + blob + " to " + repository.name();
  }
}
