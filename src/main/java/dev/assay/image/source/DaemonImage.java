package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.Json;
import dev.assay.image.ImageSource;
import dev.assay.image.LayerSource;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.model.Layer;
import dev.assay.model.Platform;
import dev.assay.model.PlatformChoice;
import dev.assay.registry.ImageNames;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// An image that a Docker daemon has, not yet read.
public final class DaemonImage {
  private final DockerDaemon daemon;
  private final ImageRef ref;
  private final String name;
  private final Json facts;

  /// @param name what the daemon calls it
  /// @param facts the daemon's answer about it
  DaemonImage(DockerDaemon daemon, ImageRef ref, String name, Json facts) {
    this.daemon = daemon;
    this.ref = ref;
    this.name = name;
    this.facts = facts;
  }

  /// As it was asked for.
  public ImageRef ref() {
    return ref;
  }

  /// The daemon's id of the image: what `ImageFacts.manifestDigest` will be, unless the daemon
  /// keeps images by manifest and this one is an index. An image known by it need not be read.
  public Optional<Digest> id() {
    try {
      return Optional.of(Digest.parse(facts.text("Id")));
    } catch (InputFailure e) {
      return Optional.empty();
    }
  }

  /// What it is made for, as the daemon says.
  public Platform platform() {
    return new Platform(facts.text("Os"), facts.text("Architecture"), facts.text("Variant"));
  }

  /// `repository:tag`, all of them.
  public List<String> repoTags() {
    return facts.texts("RepoTags");
  }

  /// `repository@digest`, where it was pulled or pushed.
  public List<String> repoDigests() {
    return facts.texts("RepoDigests");
  }

  /// Reads the image; the daemon sends all of it.
  ///
  /// @throws InputFailure where it is damaged
  /// @throws dev.assay.failure.RemoteFailure where the daemon does not send it
  public OpenedImage open(InputRequest request) {
    OpenedImage image =
        daemon.export(
            ref,
            name,
            new InputRequest(
                // That it is for another platform was told when it was found.
                new PlatformChoice(platform(), false),
                Optional.empty(),
                request.layers(),
                request.limits(),
                request.progress()));
    return new OpenedImage(new Named(image.source(), rename(image.source().facts())), image.read());
  }

  /// The same image under the daemon's names.
  public ImageFacts rename(ImageFacts read) {
    return new ImageNames(ref.toString(), repoTags(), repoDigests()).rename(read);
  }

  /// The archive's image under the daemon's names.
  private record Named(ImageSource archive, ImageFacts facts) implements ImageSource {
    @Override
    public LayerSource layer(Layer layer) {
      return archive.layer(layer);
    }

    @Override
    public void close() throws IOException {
      archive.close();
    }
  }
}
