package dev.assay.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.MediaTypes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// An artifact about an image, before it is attached. Its manifest has the form that ORAS gives it:
/// a configuration that says nothing, a layer for each file.
///
/// Source:
/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidelines-for-artifact-usage>
///
/// @param artifactType what kind it is
/// @param subject what it is about
/// @param parts its blobs, in order
/// @param annotations of the manifest, by name
public record ArtifactDraft(
    String artifactType,
    Descriptor subject,
    List<Part> parts,
    SortedMap<String, String> annotations) {
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);
  private static final Digest EMPTY_DIGEST = Digest.sha256(EMPTY);

  /// A blob and what the manifest says of it.
  ///
  /// @param content opened again for each attempt
  public record Part(Descriptor descriptor, Request.Body content) {}

  public ArtifactDraft {
    parts = List.copyOf(parts);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /// The manifest's bytes: the same for the same draft.
  public byte[] manifest() {
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_MANIFEST);
          json.put("artifactType", artifactType);
          json.object("config", () -> empty(json));
          json.array("layers", () -> layers(json));
          json.object("subject", () -> subject.write(json));
          if (!annotations.isEmpty()) {
            json.object("annotations", () -> annotations.forEach(json::put));
          }
        }));
  }

  /// A manifest needs a layer, even where there is nothing to say.
  private void layers(JsonOutput json) {
    if (parts.isEmpty()) {
      json.object(() -> empty(json));
    }
    parts.forEach(part -> json.object(() -> part.descriptor().write(json)));
  }

  private static void empty(JsonOutput json) {
    Descriptor.of(MediaTypes.OCI_EMPTY, EMPTY_DIGEST, EMPTY.length).write(json);
    json.put("data", "e30=");
  }

  /// Pushes the blobs, then the manifest, and returns when it is listed.
  ///
  /// @param repository where; tag and digest do not count
  /// @throws dev.assay.failure.Failure where the registry does not take it all
  public Attached attach(ContentStore registry, ImageRef repository) {
    registry.pushBlob(repository, EMPTY_DIGEST, Request.Body.of("application/octet-stream", EMPTY));
    for (Part part : parts) {
      registry.pushBlob(repository, part.descriptor().digest(), part.content());
    }
    return new Referrers(registry).attach(repository, manifest());
  }
}
