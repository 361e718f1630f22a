package dev.assay.registry;

import dev.assay.failure.Printable;
import dev.assay.failure.RemoteFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Stores a manifest under a tag or under its digest.
///
/// Source:
/// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests>
final class ManifestSender implements Endpoint<Digest> {
  private final ImageRef ref;
  private final byte[] content;
  private final String mediaType;

  ManifestSender(ImageRef ref, byte[] content, String mediaType) {
    this.ref = ref;
    this.content = content.clone();
    this.mediaType = mediaType;
  }

  @Override
  public Request request(URI base) {
    return Request.send(
        "PUT", "upload", ManifestPuller.path(base, ref), Request.Body.of(mediaType, content));
  }

  @Override
  public Digest read(Response response) {
    Digest digest = Digest.sha256(content);
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
    return digest;
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
