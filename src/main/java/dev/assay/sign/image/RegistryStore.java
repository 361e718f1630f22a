package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.NetworkProblem;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.artifact.Referrer;
import dev.assay.registry.artifact.ReferrerList;
import dev.assay.registry.artifact.Referrers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signatures in a registry: those it lists, those clients list, and those under cosign's tags.
public final class RegistryStore implements SignatureStore {
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final int MAX_REFERRERS = 1_000;

  private final ContentStore registry;
  private final ImageRef repository;
  private final ImageRef tags;

  /// @param repository of the image
  /// @param tags the repository in which cosign's tags are, usually the same
  public RegistryStore(ContentStore registry, ImageRef repository, ImageRef tags) {
    this.registry = registry;
    this.repository = repository;
    this.tags = tags;
  }

  @Override
  public String name() {
    return repository.name();
  }

  @Override
  public Found referrers(Digest image) {
    ReferrerQuery query = new ReferrerQuery(repository, image, "");
    Referrers referrers = new Referrers(registry);
    ReferrerList list = referrers.list(query);
    List<ImageManifest> manifests = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    list.skipped().forEach(entry -> broken.add(new Broken("referrer", entry)));
    for (Referrer referrer : list.referrers()) {
      if (!mayBeSignature(referrer.artifactType())) {
        continue;
      }
      if (manifests.size() == MAX_REFERRERS) {
        throw new InputFailure(
            "cannot verify "
                + repository.at(image)
                + ": it has more than "
                + MAX_REFERRERS
                + " signatures");
      }
      try {
        if (referrers.open(query, referrer).manifest() instanceof ImageManifest manifest) {
          manifests.add(manifest);
        }
      } catch (InputFailure e) {
        broken.add(
            new Broken(referrer.descriptor().digest().toString(), String.valueOf(e.getMessage())));
      }
    }
    return new Found(manifests, broken);
  }

  /// A list without types leaves it to the manifest; so does one that takes the empty
  /// configuration's type for the artifact's.
  private static boolean mayBeSignature(String type) {
    return type.isEmpty() || type.equals(EMPTY) || Candidates.isSignature(type);
  }

  @Override
  public Optional<ImageManifest> tagged(Digest image, String suffix) {
    String tag = image.algorithm() + "-" + image.hex() + "." + suffix;
    ImageRef ref = new ImageRef(tags.host(), tags.repository(), Optional.of(tag), Optional.empty());
    return registry
        .findManifest(ref)
        .map(pulled -> pulled.manifest())
        .filter(ImageManifest.class::isInstance)
        .map(ImageManifest.class::cast);
  }

  @Override
  public byte[] blob(Descriptor blob, int most) {
    if (blob.sizeBytes() > most) {
      throw new InputFailure(
          "cannot read " + blob.digest() + ": longer than the " + most + " bytes supported");
    }
    try {
      return read(blob);
    } catch (IOException e) {
      throw NetworkProblem.of(e).failure("read " + blob.digest() + " of " + repository.name());
    }
  }

  private byte[] read(Descriptor blob) throws IOException {
    try (InputStream in = registry.openBlob(repository, blob, "signature")) {
      byte[] content = in.readNBytes((int) blob.sizeBytes() + 1);
      Digest actual = Digest.of(blob.digest().hasher().digest(content));
      if (!actual.equals(blob.digest())) {
        throw new InputFailure("cannot trust " + blob.digest() + ": its bytes hash to " + actual);
      }
      return content;
    }
  }
}
