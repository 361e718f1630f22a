package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageConfig;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.ImageNames;
import dev.assay.registry.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An image in an OCI layout: `index.json` names manifests or further indexes, which lie as
/// `blobs/ALGORITHM/HEX` beside configurations and layers. Every document's digest and size are
/// checked before it is used; a layer's when it is read.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md>
final class OciLayout {
  /// Where everything begins.
  static final String INDEX = "index.json";

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String FULL_NAME = "io.containerd.image.name";

  /// An index in an index in an index: nobody nests deeper.
  private static final int MAX_DEPTH = 4;

  private final ImageFiles files;
  private final InputRequest request;

  OciLayout(ImageFiles files, InputRequest request) {
    this.files = files;
    this.request = request;
  }

  /// The image that is asked for; empty where its manifest is not among the blobs, as in archives
  /// that hold one platform of several.
  ///
  /// @throws InputFailure where the layout is damaged
  Optional<OpenedImage> open() throws IOException {
    byte[] content = files.required(INDEX, Manifest.MAX_BYTES);
    Manifest root = Manifest.parse(content, "", INDEX + " of " + files.name());
    if (!(root instanceof ImageIndex index)) {
      throw new InputFailure("cannot read " + files.name() + ": `" + INDEX + "` is no index");
    }
    List<Descriptor> images = index.images();
    boolean chooseByPlatform =
        request.name().isEmpty() && images.stream().anyMatch(d -> d.platform().isPresent());
    Descriptor chosen =
        chooseByPlatform
            ? index.select(request.platform().platform(), files.name())
            : ImageChoice.choose(images, OciLayout::names, files.name(), request);
    Optional<ImageManifest> manifest = manifest(chosen);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    boolean isOnly = images.size() == 1 && chosen.digest().equals(manifest.get().digest());
    return Optional.of(open(chosen, manifest.get(), isOnly));
  }

  private static List<String> names(Descriptor image) {
    List<String> names = new ArrayList<>();
    for (String key : List.of(FULL_NAME, REF_NAME)) {
      Optional.ofNullable(image.annotations().get(key)).ifPresent(names::add);
    }
    return names;
  }

  private Optional<ImageManifest> manifest(Descriptor from) throws IOException {
    Descriptor at = from;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Optional<byte[]> content = blob(at, Manifest.MAX_BYTES);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      switch (Manifest.parse(content.get(), at.mediaType(), "manifest " + at.digest())) {
        case ImageManifest manifest -> {
          return Optional.of(manifest);
        }
        case ImageIndex index -> at = index.select(request.platform().platform(), files.name());
      }
    }
    throw new InputFailure(
        "cannot read " + files.name() + ": more than " + MAX_DEPTH + " indexes in each other");
  }

  private OpenedImage open(Descriptor chosen, ImageManifest manifest, boolean isOnly)
      throws IOException {
    byte[] json =
        blob(manifest.config(), ImageConfig.MAX_BYTES)
            .orElseThrow(() -> missing(manifest.config().digest()));
    ImageConfig config =
        ImageConfig.parse(manifest.config(), json, "configuration of " + files.name());
    request.platform().check(config.platform(), files.name(), request.progress());
    Optional<List<String>> inDocker = new DockerArchive(files, request).tagsOf(config.digest());
    if (inDocker.isEmpty() && files.layer(DockerArchive.MANIFEST).isPresent()) {
      tellApart(isOnly);
    }
    List<String> tags =
        inDocker.orElseGet(
            () -> names(chosen).stream().filter(n -> n.contains(":")).limit(1).toList());
    List<LayerFile> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(files.layer(path(layer.digest())).orElseThrow(() -> missing(layer.digest())));
    }
    return FileImage.of(
        new ImageNames(files.name(), tags, List.of()).describe(manifest, config), layers, files);
  }

  /// `docker load` goes by `manifest.json` and others by `index.json`: what is scanned must be what
  /// runs. Of several platforms, `manifest.json` may well list another one alone.
  private void tellApart(boolean isOnly) {
    if (isOnly) {
      throw new InputFailure(
          "cannot trust "
              + files.name()
              + ": its `index.json` and its `manifest.json` name different images",
          "unpack it and remove the one that is not meant");
    }
    request
        .progress()
        .warn(
            files.name()
                + ": the image of `index.json` that is read is none of `manifest.json`, which"
                + " `docker load` goes by");
  }

  private Optional<byte[]> blob(Descriptor descriptor, int limit) throws IOException {
    Optional<byte[]> content = files.document(path(descriptor.digest()), limit);
    content.ifPresent(bytes -> check(descriptor, bytes));
    return content;
  }

  private void check(Descriptor descriptor, byte[] content) {
    Digest actual = Digest.of(descriptor.digest().hasher().digest(content));
    if (!actual.equals(descriptor.digest())) {
      throw new InputFailure(
          "cannot trust "
              + files.name()
              + ": the bytes of blob "
              + descriptor.digest()
              + " hash to "
              + actual);
    }
    if (content.length != descriptor.sizeBytes()) {
      throw new InputFailure(
          "cannot trust "
              + files.name()
              + ": blob "
              + descriptor.digest()
              + " has "
              + content.length
              + " bytes, not "
              + descriptor.sizeBytes());
    }
  }

  private InputFailure missing(Digest blob) {
    return new InputFailure("cannot read " + files.name() + ": it has no blob " + blob);
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }
}
