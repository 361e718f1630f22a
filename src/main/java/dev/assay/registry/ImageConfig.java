package dev.assay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An image's configuration.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md>
///
/// @param digest of the bytes, the image id
/// @param platform what the image is made for
/// @param diffIds digests of the unpacked layers, lowest first
/// @param history the instructions, in order
/// @param labels by name
/// @param json the bytes as text
public record ImageConfig(
    Digest digest,
    Platform platform,
    List<Digest> diffIds,
    List<Step> history,
    SortedMap<String, String> labels,
    String json) {
  /// Real ones have some ten kilobytes.
  public static final int MAX_BYTES = 8 << 20;

  private static final List<String> FIELDS =
      List.of("os", "architecture", "variant", "config", "rootfs", "history");

  private static final List<String> STEP_FIELDS = List.of("created_by", "empty_layer");

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// One instruction of the image's making.
  ///
  /// @param createdBy as written in the image, or empty
  /// @param isEmptyLayer whether it left no layer
  public record Step(String createdBy, boolean isEmptyLayer) {}

  /// Checks and reads a configuration.
  ///
  /// @param descriptor as the manifest names it
  /// @param content all its bytes
  /// @param what names it in the failure: `configuration of IMAGE`
  /// @throws InputFailure where the bytes are not those announced, or no image's configuration
  public static ImageConfig parse(Descriptor descriptor, byte[] content, String what) {
    if (content.length > MAX_BYTES) {
      throw new InputFailure(
          "cannot read " + what + ": longer than the " + MAX_BYTES + " bytes supported");
    }
    Digest actual = descriptor.digest().ofSame(content);
    if (!actual.equals(descriptor.digest())) {
      throw new InputFailure(
          "cannot trust "
              + what
              + ": its digest is "
              + actual
              + ", the manifest says "
              + descriptor.digest());
    }
    Json json = ExactKeys.parse(content, what);
    ExactKeys.check(json, what, FIELDS);
    Json rootfs = json.at("rootfs");
    ExactKeys.check(rootfs, what + ": rootfs", List.of("diff_ids"));
    ExactKeys.check(json.at("config"), what + ": config", List.of("Labels"));
    if (rootfs.members().isEmpty()) {
      String type = descriptor.mediaType();
      throw new InputFailure(
          "cannot read "
              + what
              + ": it has no `rootfs`, so this is not an image"
              + (MediaTypes.isImageConfig(type) || type.isEmpty()
                  ? ""
                  : " but an artifact of type " + Printable.of(type, 100)));
    }
    return new ImageConfig(
        actual,
        new Platform(json.text("os"), json.text("architecture"), json.text("variant")),
        diffIds(rootfs, what),
        history(json, what),
        labels(json.at("config").at("Labels")),
        new String(content, UTF_8));
  }

  private static List<Digest> diffIds(Json rootfs, String what) {
    List<Digest> diffIds = new ArrayList<>();
    if (!rootfs.at("diff_ids").isNull() && !(rootfs.at("diff_ids") instanceof Json.Arr)) {
      throw new InputFailure("cannot read " + what + ": rootfs.diff_ids: not a list");
    }
    for (Json item : rootfs.at("diff_ids").items()) {
      String where = what + ": rootfs.diff_ids[" + diffIds.size() + "]";
      diffIds.add(Descriptor.digest(item.text(), where));
    }
    return diffIds;
  }

  private static List<Step> history(Json json, String what) {
    List<Step> steps = new ArrayList<>();
    for (Json item : json.at("history").items()) {
      ExactKeys.check(item, what + ": history[" + steps.size() + "]", STEP_FIELDS);
      steps.add(new Step(item.text("created_by"), item.at("empty_layer").isTrue()));
    }
    return steps;
  }

  private static SortedMap<String, String> labels(Json json) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, Json> entry : json.members().entrySet()) {
      labels.put(entry.getKey(), entry.getValue().text());
    }
    return labels;
  }
}
