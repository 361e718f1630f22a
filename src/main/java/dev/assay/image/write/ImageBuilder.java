package dev.assay.image.write;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Puts layers, a configuration and a manifest together.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md>, `config.md`,
/// `image-layout.md`
public final class ImageBuilder {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String CREATED = "1970-01-01T00:00:00Z";

  private final Platform platform;
  private final List<LayerBuilder.Layer> layers = new ArrayList<>();
  private final List<String> createdBy = new ArrayList<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final List<String> environment = new ArrayList<>();
  private List<String> entrypoint = List.of();
  private String user = "";

  /// An image without layers.
  public ImageBuilder(Platform platform) {
    this.platform = platform;
  }

  /// A finished image.
  ///
  /// @param manifest its bytes
  /// @param blobs configuration and layers by digest, in manifest order
  public record Image(byte[] manifest, Map<Digest, byte[]> blobs) {
    /// Of the manifest.
    public Digest digest() {
      return Digest.sha256(manifest);
    }
  }

  /// Adds a layer on top.
  ///
  /// @param instruction what a history shows for it
  public ImageBuilder layer(LayerBuilder.Layer layer, String instruction) {
    layers.add(layer);
    createdBy.add(instruction);
    return this;
  }

  /// A label.
  public ImageBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /// A variable, `NAME=value`.
  public ImageBuilder environment(String assignment) {
    environment.add(assignment);
    return this;
  }

  /// What runs.
  public ImageBuilder entrypoint(List<String> command) {
    entrypoint = List.copyOf(command);
    return this;
  }

  /// Who runs it, `uid[:gid]`.
  public ImageBuilder user(String user) {
    this.user = user;
    return this;
  }

  /// The image.
  public Image build() {
    Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    byte[] config = document(this::config);
    blobs.put(Digest.sha256(config), config);
    layers.forEach(layer -> blobs.put(layer.digest(), layer.content()));
    return new Image(document(json -> manifest(json, config)), blobs);
  }

  private void config(JsonOutput json) {
    json.object(() -> {
      json.put("created", CREATED);
      json.put("architecture", platform.architecture());
      json.putAny("variant", platform.variant());
      json.put("os", platform.os());
      json.object(
          "config",
          () -> {
            json.putAny("User", user);
            json.put("Env", environment);
            json.put("Entrypoint", entrypoint);
            json.object("Labels", () -> labels.forEach(json::put));
          });
      json.object(
          "rootfs",
          () -> {
            json.put("type", "layers");
            json.put("diff_ids", layers.stream().map(l -> l.diffId().toString()).toList());
          });
      json.array("history", () -> createdBy.forEach(text -> history(json, text)));
    });
  }

  private static void history(JsonOutput json, String instruction) {
    json.object(() -> {
      json.put("created", CREATED);
      json.put("created_by", instruction);
    });
  }

  private void manifest(JsonOutput json, byte[] config) {
    json.object(() -> {
      json.put("schemaVersion", 2);
      json.put("mediaType", MANIFEST);
      json.object("config", () -> descriptor(json, CONFIG, Digest.sha256(config), config.length));
      json.array(
          "layers",
          () ->
              layers.forEach(layer ->
                  json.object(
                      () -> descriptor(json, LAYER, layer.digest(), layer.content().length))));
    });
  }

  private static void descriptor(JsonOutput json, String type, Digest digest, long size) {
    json.put("mediaType", type);
    json.put("digest", digest.toString());
    json.put("size", size);
  }

  private static byte[] document(Consumer<JsonOutput> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      JsonOutput.write(bytes, content);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /// The image as the files of an OCI layout, by path.
  ///
  /// @param name what `org.opencontainers.image.ref.name` says, such as `latest`
  public static Map<String, byte[]> layout(Image image, String name) {
    Map<String, byte[]> files = new TreeMap<>();
    image.blobs().forEach((digest, bytes) -> files.put("blobs/sha256/" + digest.hex(), bytes));
    files.put("blobs/sha256/" + image.digest().hex(), image.manifest());
    files.put("index.json", document(json -> index(json, image, name)));
    files.put(
        "oci-layout", document(json -> json.object(() -> json.put("imageLayoutVersion", "1.0.0"))));
    return files;
  }

  private static void index(JsonOutput json, Image image, String name) {
    json.object(() -> {
      json.put("schemaVersion", 2);
      json.put("mediaType", "application/vnd.oci.image.index.v1+json");
      json.array(
          "manifests",
          () ->
              json.object(() -> {
                descriptor(json, MANIFEST, image.digest(), image.manifest().length);
                json.object(
                    "annotations", () -> json.put("org.opencontainers.image.ref.name", name));
              }));
    });
  }

  /// Writes an OCI layout as a folder.
  ///
  /// @throws IOException where a file cannot be written
  public static void writeFolder(Image image, String name, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : layout(image, name).entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.resolveSibling(""));
      Files.write(target, file.getValue());
    }
  }

  /// Writes an OCI layout as a tar archive.
  ///
  /// @param out stays open
  /// @throws IOException where bytes cannot be written
  public static void writeTar(Image image, String name, OutputStream out) throws IOException {
    TarWriter tar = new TarWriter(out, 0);
    tar.folder("blobs", 0755);
    tar.folder("blobs/sha256", 0755);
    for (Map.Entry<String, byte[]> file : layout(image, name).entrySet()) {
      byte[] content = file.getValue();
      tar.file(file.getKey(), 0644, content.length, new ByteArrayInputStream(content));
    }
    tar.finish();
  }
}
