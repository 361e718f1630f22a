package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a manifest says of a blob or of another manifest.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md>
///
/// @param mediaType as written; may be empty
/// @param digest what the bytes must hash to
/// @param sizeBytes how many there are
/// @param annotations by name
/// @param platform in an index: what the manifest is made for
/// @param urls where a foreign layer may be had from
/// @param artifactType of the artifact described, or empty
public record Descriptor(
    String mediaType,
    Digest digest,
    long sizeBytes,
    SortedMap<String, String> annotations,
    Optional<Platform> platform,
    List<String> urls,
    String artifactType) {
  /// Larger ones do not exist; sums of what a manifest can list stay within a `long`.
  private static final long MAX_SIZE_BYTES = 1L << 46;

  private static final List<String> FIELDS =
      List.of("mediaType", "digest", "size", "annotations", "platform", "urls", "artifactType");

  private static final List<String> PLATFORM_FIELDS = List.of("os", "architecture", "variant");

  public Descriptor {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    urls = List.copyOf(urls);
  }

  /// A descriptor that says no more than this.
  public static Descriptor of(String mediaType, Digest digest, long sizeBytes) {
    return new Descriptor(
        mediaType, digest, sizeBytes, new TreeMap<>(), Optional.empty(), List.of(), "");
  }

  /// Reads one.
  ///
  /// @param where names it in the failure: `manifest of IMAGE: layers[3]`
  /// @throws InputFailure where digest or size are missing or malformed
  static Descriptor read(Json json, String where) {
    ExactKeys.check(json, where, FIELDS);
    Digest digest = digest(json.text("digest"), where + ".digest");
    long size = json.at("size").whole().orElse(-1L);
    if (size < 0 || size > MAX_SIZE_BYTES) {
      throw new InputFailure("cannot read " + where + ": `size` is missing or no size");
    }
    return new Descriptor(
        json.text("mediaType"),
        digest,
        size,
        annotations(json),
        platform(json.at("platform"), where + ".platform"),
        json.texts("urls"),
        json.text("artifactType"));
  }

  /// Reads a digest and names the place where one is malformed.
  static Digest digest(String text, String where) {
    try {
      return Digest.parse(text);
    } catch (InputFailure e) {
      throw new InputFailure("cannot read " + where + ": " + e.getMessage());
    }
  }

  static SortedMap<String, String> annotations(Json json) {
    SortedMap<String, String> annotations = new TreeMap<>();
    for (Map.Entry<String, Json> entry : json.at("annotations").members().entrySet()) {
      annotations.put(entry.getKey(), entry.getValue().text());
    }
    return annotations;
  }

  private static Optional<Platform> platform(Json json, String where) {
    ExactKeys.check(json, where, PLATFORM_FIELDS);
    if (json.members().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Platform(json.text("os"), json.text("architecture"), json.text("variant")));
  }

  /// Writes its members into an open object, in the order that other tools write them.
  public void write(JsonOutput json) {
    json.put("mediaType", mediaType);
    json.put("digest", digest.toString());
    json.put("size", sizeBytes);
    json.putAny("urls", urls);
    if (!annotations.isEmpty()) {
      json.object("annotations", () -> annotations.forEach(json::put));
    }
    platform.ifPresent(p ->
        json.object(
            "platform",
            () -> {
              json.put("architecture", p.architecture());
              json.put("os", p.os());
              json.putAny("variant", p.variant());
            }));
    json.putAny("artifactType", artifactType);
  }

  /// Reads a list; where there is none, it is empty.
  static List<Descriptor> readAll(Json array, String where) {
    if (!array.isNull() && !(array instanceof Json.Arr)) {
      throw new InputFailure("cannot read " + where + ": not a list");
    }
    List<Descriptor> all = new ArrayList<>();
    for (Json item : array.items()) {
      all.add(read(item, where + "[" + all.size() + "]"));
    }
    return all;
  }

  /// Whether this describes an image: not an attestation about one, as BuildKit puts beside it.
  /// What has a platform is run on it, whatever its annotations say.
  boolean isImage() {
    return platform
        .map(p -> !p.os().equals("unknown"))
        .orElseGet(() -> !annotations.containsKey("vnd.docker.reference.type"));
  }
}
