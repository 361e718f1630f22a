package dev.assay.report;

import dev.assay.format.json.Json;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageFacts;
import dev.assay.model.Layer;
import dev.assay.model.Platform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The image that a report is about, and its layers.
///
/// Trivy names a layer's blob only beside the packages in it. A layer of which no more than the
/// uncompressed archive's digest is known has that one in both places.
final class ReportedImage {
  private final ReportPart metadata;

  /// By the digest of the uncompressed archive, lowest first.
  private final Map<Digest, Layer> layers = new LinkedHashMap<>();

  /// Of a layer that stands several times, the instructions differ.
  private final List<Layer> described = new ArrayList<>();

  ReportedImage(ReportPart root) {
    metadata = root.at("Metadata").object();
    metadata.list("Layers").forEach(layer -> described.add(layer(layer.object())));
    described.forEach(layer -> layers.putIfAbsent(layer.diffId(), layer));
    for (ReportPart diffId : metadata.list("DiffIDs")) {
      Digest digest = diffId.digest();
      layers.putIfAbsent(digest, new Layer(digest, digest, 0, ""));
    }
  }

  private static Layer layer(ReportPart layer) {
    Digest diffId = diffId(layer);
    return new Layer(
        layer.digest("Digest").orElse(diffId),
        diffId,
        layer.count("Size"),
        layer.text("CreatedBy"));
  }

  private static Digest diffId(ReportPart layer) {
    return layer.digest("DiffID").orElseGet(() -> layer.at("Digest").digest());
  }

  /// The layer that something is in; empty where the report names none.
  Optional<Layer> find(ReportPart layer) {
    if (layer.object().text("DiffID").isEmpty() && layer.text("Digest").isEmpty()) {
      return Optional.empty();
    }
    Layer found = layer(layer);
    for (Layer one : described) {
      if (one.digest().equals(found.digest())
          && one.diffId().equals(found.diffId())
          && one.createdBy().equals(found.createdBy())) {
        return Optional.of(one);
      }
    }
    Layer known =
        layers.compute(
            found.diffId(),
            (_, old) -> old == null || old.digest().equals(old.diffId()) ? found : old);
    return Optional.of(known);
  }

  /// What is known of the image once all packages were read; empty where it is none.
  Optional<ImageFacts> facts() {
    Optional<Digest> id = metadata.digest("ImageID");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    ReportPart config = metadata.at("ImageConfig").object();
    List<String> repoDigests = metadata.texts("RepoDigests");
    String reference = metadata.text("Reference");
    return Optional.of(
        new ImageFacts(
            reference,
            metadata.texts("RepoTags"),
            repoDigests,
            metadata.digest("ManifestDigest").orElseGet(() -> manifest(repoDigests, id.get())),
            id.get(),
            new Platform(config.text("os"), config.text("architecture"), config.text("variant")),
            config.isAbsent() ? "" : written(config.json()),
            described.isEmpty() ? List.copyOf(layers.values()) : described,
            metadata.count("Size")));
  }

  /// A report that names no manifest is about an archive: its configuration stands for it.
  private Digest manifest(List<String> repoDigests, Digest id) {
    return repoDigests.isEmpty()
        ? id
        : new ReportPart(
                new Json.Str(repoDigests.getFirst().replaceFirst("^[^@]*@", "")),
                metadata.document(),
                metadata.where() + ".RepoDigests[0]")
            .digest();
  }

  private static String written(Json config) {
    byte[] bytes =
        JsonOutput.compact(json ->
            json.object(() -> config.members().forEach((name, value) -> json.put(name, value))));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
