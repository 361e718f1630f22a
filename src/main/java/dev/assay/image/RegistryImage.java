package dev.assay.image;

import dev.assay.image.index.IndexClaim;
import dev.assay.image.index.Ranges;
import dev.assay.image.index.RegistryIndexes;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.ImageRef;
import dev.assay.model.Layer;
import dev.assay.model.PlatformChoice;
import dev.assay.model.Progress;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageConfig;
import dev.assay.registry.ImageNames;
import dev.assay.registry.Registry;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// An image in a registry, or in a layout. Its layers are streamed, nothing is kept.
public final class RegistryImage implements ImageSource {
  private final ContentStore registry;
  private final ImageRef ref;
  private final ImageFacts facts;
  private final Optional<RegistryIndexes> indexes;
  private final Map<Digest, Descriptor> layers = new HashMap<>();

  private RegistryImage(ContentStore registry, ContentStore.Located image, ImageFacts facts) {
    this.registry = registry;
    this.ref = image.ref();
    this.facts = facts;
    // A file on this machine is not read in parts.
    this.indexes =
        registry instanceof Registry remote
            ? Optional.of(new RegistryIndexes(remote, image))
            : Optional.empty();
    image.manifest().layers().forEach(layer -> layers.put(layer.digest(), layer));
  }

  /// Reads and checks manifest and configuration.
  ///
  /// @param registry stays open when the image is closed
  /// @throws dev.assay.failure.InputFailure where there is no such image
  /// @throws dev.assay.failure.RemoteFailure where the registry cannot be read
  public static RegistryImage open(ContentStore registry, ImageRef ref, PlatformChoice platform) {
    return open(registry, ref, platform, digest -> Optional.empty());
  }

  /// The same where the configuration need not be asked for again.
  ///
  /// @param known what was read before under the digest of a platform's manifest; names may differ
  public static RegistryImage open(
      ContentStore registry,
      ImageRef ref,
      PlatformChoice platform,
      Function<Digest, Optional<ImageFacts>> known) {
    ContentStore.Located image = registry.locate(ref, platform.platform());
    ImageNames names = names(image);
    Optional<ImageFacts> before = known.apply(image.digest());
    Progress progress = registry.settings().progress();
    if (before.isPresent()) {
      platform.check(before.get().platform(), ref.toString(), progress);
      return new RegistryImage(registry, image, names.rename(before.get()));
    }
    ImageConfig config = registry.config(image);
    platform.check(config.platform(), ref.toString(), progress);
    return new RegistryImage(registry, image, names.describe(image.manifest(), config));
  }

  private static ImageNames names(ContentStore.Located image) {
    ImageRef ref = image.ref();
    if (ref.isLayout()) {
      ImageRef exact = ref.at(image.digest());
      return new ImageNames(exact.toString(), ref.tag().stream().toList(), List.of());
    }
    ImageRef resolved =
        new ImageRef(ref.host(), ref.repository(), ref.tag(), Optional.of(image.topDigest()));
    String name = familiar(ref);
    boolean isByTag = ref.tag().isPresent() || ref.digest().isEmpty();
    return new ImageNames(
        resolved.toString(),
        isByTag ? List.of(name + ":" + ref.tag().orElse("latest")) : List.of(),
        List.of(name + "@" + image.topDigest()));
  }

  /// The name as Docker shows it: without `docker.io` and `library`.
  private static String familiar(ImageRef ref) {
    if (!ref.host().equals("docker.io")) {
      return ref.name();
    }
    return ref.repository().startsWith("library/")
        ? ref.repository().substring("library/".length())
        : ref.repository();
  }

  @Override
  public ImageFacts facts() {
    return facts;
  }

  @Override
  public LayerSource layer(Layer layer) {
    Descriptor descriptor = layers.get(layer.digest());
    if (descriptor == null) {
      throw new IllegalArgumentException(layer.digest() + " is not a layer of " + ref);
    }
    return new RegistryLayer(registry, ref, descriptor, indexes);
  }

  /// One layer in the registry.
  private record RegistryLayer(
      ContentStore registry, ImageRef ref, Descriptor descriptor, Optional<RegistryIndexes> indexes)
      implements LayerSource {
    @Override
    public Digest digest() {
      return descriptor.digest();
    }

    @Override
    public long sizeBytes() {
      return descriptor.sizeBytes();
    }

    @Override
    public String mediaType() {
      return descriptor.mediaType();
    }

    @Override
    public InputStream open() {
      return registry.openBlob(ref, descriptor, "layer");
    }

    @Override
    public Optional<IndexClaim> index(boolean searches) {
      return indexes.flatMap(all -> all.of(descriptor, searches));
    }

    @Override
    public Optional<Ranges> parts() {
      return indexes.map(all -> all.parts(descriptor));
    }
  }

  @Override
  public void close() {}
}
