package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.net.Response;
import java.net.URI;
import java.util.Optional;

/// Asks whether there is a manifest, and for its digest, without reading it. The answer is a hint:
/// only bytes prove a digest.
final class ManifestChecker implements Endpoint<Optional<Descriptor>> {
  private final ImageRef ref;

  ManifestChecker(ImageRef ref) {
    this.ref = ref;
  }

  @Override
  public Request request(URI base) {
    return Request.head("manifest", ManifestPuller.path(base, ref))
        .with("Accept", String.join(", ", MediaTypes.MANIFESTS));
  }

  @Override
  public Optional<Descriptor> read(Response response) {
    Optional<String> announced = response.header("Docker-Content-Digest");
    if (announced.isEmpty() || response.length().isEmpty()) {
      return Optional.empty(); // a registry that does not say is asked for the bytes
    }
    try {
      return Optional.of(
          Descriptor.of(
              MediaTypes.bare(response.header("Content-Type").orElse("")),
              Digest.parse(announced.get()),
              response.length().getAsLong()));
    } catch (InputFailure e) {
      return Optional.empty(); // a digest that is none: the bytes will tell
    }
  }

  @Override
  public Optional<Optional<Descriptor>> refused(int status, RegistryErrors errors) {
    return status == 404 || status == 405 ? Optional.of(Optional.empty()) : Optional.empty();
  }

  @Override
  public String scope() {
    return "repository:" + ref.repository() + ":pull";
  }

  @Override
  public String action() {
    return "look for " + ref;
  }
}
