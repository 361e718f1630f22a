package dev.assay.image.source;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageConfig;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.ImageNames;
import dev.assay.registry.Manifest;
import dev.assay.registry.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// An image as `docker save` writes it: `manifest.json`, an array of `{"Config": PATH, "RepoTags":
/// […], "Layers": [PATH…]}`.
///
/// It has no registry manifest and says nothing of compressed layers: here the configuration's
/// digest stands for the manifest's, and a layer's `diffID` for its digest. That is what proves the
/// content, and what `docker inspect` calls the image's id.
///
/// Source: <https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md>
final class DockerArchive {
  /// Where everything begins.
  static final String MANIFEST = "manifest.json";

  private static final List<String> FIELDS = List.of("Config", "RepoTags", "Layers");
  private static final int MAX_IMAGES = 10_000;
  private static final int MAX_LAYERS = 1_000;

  private record Entry(String config, List<String> tags, List<String> layers) {}

  private final ImageFiles files;
  private final InputRequest request;

  DockerArchive(ImageFiles files, InputRequest request) {
    this.files = files;
    this.request = request;
  }

  /// The image that is asked for.
  ///
  /// @throws InputFailure where the archive is damaged
  OpenedImage open() throws IOException {
    byte[] content = files.required(MANIFEST, Manifest.MAX_BYTES);
    Entry entry = ImageChoice.choose(entries(content), Entry::tags, files.name(), request);
    byte[] json = files.required(entry.config(), ImageConfig.MAX_BYTES);
    Digest digest = Digest.sha256(json);
    checkName(entry.config(), digest);
    Descriptor described = Descriptor.of(MediaTypes.DOCKER_CONFIG, digest, json.length);
    ImageConfig config = ImageConfig.parse(described, json, "configuration of " + files.name());
    request.platform().check(config.platform(), files.name(), request.progress());
    if (config.diffIds().size() != entry.layers().size()) {
      throw new InputFailure(
          "cannot read "
              + files.name()
              + ": `"
              + MANIFEST
              + "` lists "
              + entry.layers().size()
              + (entry.layers().size() == 1 ? " layer" : " layers")
              + ", the configuration "
              + config.diffIds().size());
    }
    List<LayerFile> layers = new ArrayList<>();
    List<Descriptor> descriptors = new ArrayList<>();
    for (int i = 0; i < entry.layers().size(); i++) {
      LayerFile layer = layer(entry.layers().get(i), config.diffIds().get(i));
      layers.add(layer);
      descriptors.add(
          Descriptor.of(MediaTypes.OCI_LAYER, config.diffIds().get(i), layer.sizeBytes()));
    }
    return FileImage.of(
        new ImageNames(files.name(), entry.tags(), List.of())
            .describe(manifest(described, descriptors), config),
        layers,
        files);
  }

  private static ImageManifest manifest(Descriptor config, List<Descriptor> layers) {
    return new ImageManifest(
        MediaTypes.DOCKER_MANIFEST,
        config.digest(),
        0,
        "",
        config,
        layers,
        Optional.empty(),
        new TreeMap<>());
  }

  /// The tags of the image with that configuration, where there is a `manifest.json` at all: an
  /// archive may be of both kinds.
  Optional<List<String>> tagsOf(Digest config) throws IOException {
    Optional<byte[]> content = files.document(MANIFEST, Manifest.MAX_BYTES);
    if (content.isPresent()) {
      for (Entry entry : entries(content.get())) {
        if (entry.config().contains(config.hex()) || isOf(entry, config)) {
          return Optional.of(entry.tags());
        }
      }
    }
    return Optional.empty();
  }

  /// Some tools call the configuration `config.json`.
  private boolean isOf(Entry entry, Digest config) throws IOException {
    return files
        .document(entry.config(), ImageConfig.MAX_BYTES)
        .filter(json -> Digest.sha256(json).equals(config))
        .isPresent();
  }

  private List<Entry> entries(byte[] content) {
    List<Entry> entries = new ArrayList<>();
    String what = MANIFEST + " of " + files.name();
    for (Json item : ExactKeys.parse(content, what).items()) {
      ExactKeys.check(item, what, FIELDS);
      if (!item.at("Layers").isNull() && !(item.at("Layers") instanceof Json.Arr)) {
        throw new InputFailure("cannot read " + what + ": `Layers` is not a list");
      }
      entries.add(new Entry(item.text("Config"), item.texts("RepoTags"), item.texts("Layers")));
      if (entries.size() > MAX_IMAGES || entries.getLast().layers().size() > MAX_LAYERS) {
        throw new InputFailure(
            "cannot read "
                + files.name()
                + ": more than "
                + MAX_IMAGES
                + " images, or more than "
                + MAX_LAYERS
                + " layers in one");
      }
    }
    return entries;
  }

  /// Configurations are named for their digest; a name that is one must be the right one.
  private void checkName(String path, Digest actual) {
    String name = path.substring(path.lastIndexOf('/') + 1).replace("sha256:", "");
    String hex = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    if (hex.matches("[0-9a-f]{64}") && !hex.equals(actual.hex())) {
      throw new InputFailure(
          "cannot trust "
              + files.name()
              + ": the bytes of configuration `"
              + path
              + "` hash to "
              + actual);
    }
  }

  private LayerFile layer(String path, Digest diffId) throws IOException {
    LayerFile file =
        files
            .layer(path)
            .orElseThrow(() ->
                new InputFailure("cannot read " + files.name() + ": it has no `" + path + "`"));
    return switch (file) {
      case LayerFile.Stored stored -> plain(path, stored, diffId);
      case LayerFile.Passed(LayerInventory inventory) -> proven(path, inventory, diffId);
      case LayerFile.Damaged damaged -> damaged;
    };
  }

  /// Some tools put compressed layers into such archives. Their digest is nowhere written, so they
  /// are read at once.
  private LayerFile plain(String path, LayerFile.Stored stored, Digest diffId) throws IOException {
    byte[] head;
    try (InputStream in = stored.opener().open()) {
      head = in.readNBytes(ArchiveBytes.HEAD_BYTES);
    }
    if (!ArchiveBytes.of(head).isCompressed()) {
      return stored;
    }
    try (InputStream in = stored.opener().open()) {
      LayerInventory inventory =
          request.layers().read(in, Optional.empty(), "layer " + path + " of " + files.name());
      return proven(path, inventory, diffId);
    }
  }

  private LayerFile proven(String path, LayerInventory read, Digest diffId) {
    Digest proven = read.diffId().orElseThrow();
    if (!proven.equals(diffId)) {
      throw new InputFailure(
          "cannot trust layer "
              + diffId
              + " of "
              + files.name()
              + ": the bytes of `"
              + path
              + "` hash to "
              + proven);
    }
    return new LayerFile.Passed(
        new LayerInventory(
            diffId,
            Optional.of(diffId),
            read.sizeBytes(),
            read.unpackedBytes(),
            read.files(),
            read.whiteouts(),
            read.opaqueFolders(),
            read.symlinks(),
            read.others(),
            read.folders(),
            read.gaps()));
  }
}
