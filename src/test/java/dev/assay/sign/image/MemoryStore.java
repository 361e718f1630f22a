package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.sign.bundle.Bundle;
import dev.assay.sign.write.BundleWriter;
import dev.assay.sign.write.SignatureWriter.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Signatures of one image, in memory.
final class MemoryStore implements SignatureStore {
  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final List<ImageManifest> referrers = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private final List<Descriptor> layers = new ArrayList<>();

  MemoryStore with(Bundle bundle) {
    return with(BundleWriter.write(bundle), Map.of());
  }

  /// Anything that says it is a bundle.
  MemoryStore with(byte[] bundle, Map<String, String> annotations) {
    Descriptor layer = blob(Bundle.MEDIA_TYPE, bundle, Map.of());
    referrers.add(manifest(Bundle.MEDIA_TYPE, List.of(layer), annotations));
    return this;
  }

  MemoryStore with(Layer layer) {
    layers.add(blob(layer.mediaType(), layer.content().bytes(), layer.annotations()));
    return this;
  }

  MemoryStore withBroken(String problem) {
    broken.add(new Broken("referrer", problem));
    return this;
  }

  private Descriptor blob(String type, byte[] content, Map<String, String> annotations) {
    Digest digest = Digest.sha256(content);
    blobs.put(digest, content);
    return new Descriptor(
        type, digest, content.length, new TreeMap<>(annotations), Optional.empty(), List.of(), "");
  }

  private static ImageManifest manifest(
      String type, List<Descriptor> layers, Map<String, String> annotations) {
    Descriptor config =
        Descriptor.of("application/vnd.oci.empty.v1+json", Digest.sha256(new byte[0]), 0);
    return new ImageManifest(
        "application/vnd.oci.image.manifest.v1+json",
        layers.getFirst().digest(),
        1,
        type,
        config,
        layers,
        Optional.empty(),
        new TreeMap<>(annotations));
  }

  @Override
  public String name() {
    return "registry.example/app";
  }

  @Override
  public Found referrers(Digest image) {
    return new Found(referrers, broken);
  }

  @Override
  public Optional<ImageManifest> tagged(Digest image, String suffix) {
    return layers.isEmpty() ? Optional.empty() : Optional.of(manifest("", layers, Map.of()));
  }

  @Override
  public byte[] blob(Descriptor blob, int most) {
    byte[] content = blobs.get(blob.digest());
    if (content == null) {
      throw new InputFailure("cannot read " + blob.digest());
    }
    return content;
  }
}
