package dev.assay.registry;

import dev.assay.net.Request;
import dev.assay.net.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Reads a manifest where there is one: that there is none is an answer.
final class ManifestFinder implements Endpoint<Optional<PulledManifest>> {
  private final ManifestPuller puller;

  ManifestFinder(ManifestPuller puller) {
    this.puller = puller;
  }

  @Override
  public Request request(URI base) {
    return puller.request(base);
  }

  @Override
  public Optional<PulledManifest> read(Response response) throws IOException {
    return Optional.of(puller.read(response));
  }

  @Override
  public Optional<Optional<PulledManifest>> refused(int status, RegistryErrors errors) {
    return status == 404 ? Optional.of(Optional.empty()) : Optional.empty();
  }

  @Override
  public String scope() {
    return puller.scope();
  }

  @Override
  public String action() {
    return puller.action();
  }
}
