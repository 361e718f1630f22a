package dev.assay.registry;

import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import dev.assay.registry.ContentStore.StoredManifest;
import java.net.URI;
import java.util.Optional;

/// Stores a manifest under a tag or under its digest.
///
/// Source:
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests>
final class ManifestSender implements Endpoint<StoredManifest> {
  private final ImageRef ref;
  private final byte[] content;
  private final String mediaType;
  private final String ifMatch;

  /// @param ifMatch what the tag must hold for it to be stored, as its `ETag` said; or empty
  ManifestSender(ImageRef ref, byte[] content, String mediaType, String ifMatch) {
    this.ref = ref;
    this.content = content.clone();
    this.mediaType = mediaType;
    this.ifMatch = ifMatch;
  }

  @Override
  public Request request(URI base) {
    Request request =
        Request.send(
            "PUT", "upload", ManifestPuller.path(base, ref), Request.Body.of(mediaType, content));
    return ifMatch.isEmpty() ? request : request.with("If-Match", ifMatch);
  }

  @Override
  public StoredManifest read(Response response) {
    Digest digest = digest();
    Optional<String> stored = response.header("Docker-Content-Digest");
    if (stored.isPresent() && !stored.get().equals(digest.toString())) {
      throw new RemoteFailure(
          "cannot "
              + action()
              + ": the registry says that it stored "
              + Printable.of(stored.get(), 200)
              + " instead of "
              + digest);
    }
    return new StoredManifest(digest, true, response.header("OCI-Subject").orElse(""));
  }

  /// Under a digest the registry is held to that digest's algorithm.
  private Digest digest() {
    return ref.digest()
        .map(asked -> Digest.of(asked.hasher().digest(content)))
        .orElseGet(() -> Digest.sha256(content));
  }

  @Override
  public Optional<StoredManifest> refused(int status, RegistryErrors errors) {
    return status == 412 && !ifMatch.isEmpty()
        ? Optional.of(new StoredManifest(digest(), false, ""))
        : Optional.empty();
  }

  @Override
  public String scope() {
    return UploadStarter.scope(ref);
  }

  @Override
  public String action() {
    return "push manifest " + ref;
  }
}
