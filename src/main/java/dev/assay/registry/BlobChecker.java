package dev.assay.registry;

import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Finds out whether a repository has a blob.
///
/// Source:
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#checking-if-content-exists-in-the-registry>
final class BlobChecker implements Endpoint<Boolean> {
  private final ImageRef repository;
  private final Digest blob;

  BlobChecker(ImageRef repository, Digest blob) {
    this.repository = repository;
    this.blob = blob;
  }

  @Override
  public Request request(URI base) {
    return Request.head("blob", base.resolve("/v2/" + repository.repository() + "/blobs/" + blob));
  }

  @Override
  public Boolean read(Response response) {
    return true;
  }

  @Override
  public Optional<Boolean> refused(int status, RegistryErrors errors) {
    return status == 404 ? Optional.of(false) : Optional.empty();
  }

  /// Whoever asks is about to write: one token does for both.
  @Override
  public String scope() {
    return UploadStarter.scope(repository);
  }

  @Override
  public String action() {
    return "look for blob " + blob + " in " + repository.name();
  }
}
