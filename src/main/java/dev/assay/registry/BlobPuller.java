package dev.assay.registry;

import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Opens a blob, from a position on. Empty where the registry has none but the manifest names other
/// places.
final class BlobPuller implements Endpoint<Optional<Response>> {
  private final ImageRef ref;
  private final Descriptor blob;
  private final String purpose;
  private final long from;

  /// @param purpose for the receipt and messages: `layer`, `config`, `blob`
  BlobPuller(ImageRef ref, Descriptor blob, String purpose, long from) {
    this.ref = ref;
    this.blob = blob;
    this.purpose = purpose;
    this.from = from;
  }

  @Override
  public Request request(URI base) {
    Request request =
        Request.get(purpose, base.resolve("/v2/" + ref.repository() + "/blobs/" + blob.digest()));
    return from == 0 ? request : request.with("Range", "bytes=" + from + "-");
  }

  @Override
  public Optional<Response> read(Response response) {
    return Optional.of(response);
  }

  @Override
  public Optional<Optional<Response>> refused(int status, RegistryErrors errors) {
    return status == 404 && !blob.urls().isEmpty()
        ? Optional.of(Optional.empty())
        : Optional.empty();
  }

  @Override
  public boolean keepsResponse() {
    return true;
  }

  @Override
  public String scope() {
    return "repository:" + ref.repository() + ":pull";
  }

  @Override
  public String action() {
    return "read " + purpose + " " + blob.digest() + " of " + ref.name();
  }
}
