package dev.assay.advisory.oci;

import dev.assay.advisory.db.Manifest;
import dev.assay.failure.DatabaseFailure;
import dev.assay.format.json.JsonOutput;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// The manifest of a database in a registry; `package-info` says what is in it.
final class DatabaseArtifact {
  static final String TYPE = "application/vnd.dev.assay.database.v1";
  static final String LIST = "application/vnd.dev.assay.database.list.v1+json";
  static final String PARTITION = "application/vnd.dev.assay.database.partition.v1";

  /// A list of all ecosystems there are takes less than a tenth of it.
  static final int MAX_LIST_BYTES = 4 << 20;

  private DatabaseArtifact() {}

  /// Writes the manifest of a database.
  ///
  /// @param list the bytes of the configuration
  static byte[] write(Manifest database, byte[] list) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      JsonOutput.write(
          out,
          json ->
              json.object(() -> {
                json.put("schemaVersion", 2);
                json.put("mediaType", MediaTypes.OCI_MANIFEST);
                json.put("artifactType", TYPE);
                json.object("config", () -> describe(json, LIST, Digest.sha256(list), list.length));
                json.array(
                    "layers", () -> database.partitions().forEach(each -> layer(json, each)));
                json.object(
                    "annotations",
                    () ->
                        json.put(
                            "org.opencontainers.image.created",
                            database.facts().builtAt().toString()));
              }));
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return out.toByteArray();
  }

  private static void layer(JsonOutput json, Manifest.Partition partition) {
    json.object(() -> {
      describe(json, PARTITION, partition.sha256(), partition.sizeBytes());
      json.object(
          "annotations", () -> json.put("org.opencontainers.image.title", partition.file()));
    });
  }

  private static void describe(JsonOutput json, String mediaType, Digest digest, long sizeBytes) {
    json.put("mediaType", mediaType);
    json.put("digest", digest.toString());
    json.put("size", sizeBytes);
  }

  /// Refuses what is no database, before anything of it is fetched.
  static void requireDatabase(ImageManifest manifest) {
    boolean isDatabase =
        manifest.artifactType().equals(TYPE) && manifest.config().mediaType().equals(LIST);
    if (!isDatabase) {
      throw new DatabaseFailure(
          "it is no database of Assay's",
          "`assay db push` makes one; databases of other tools have another form");
    }
    if (manifest.config().sizeBytes() > MAX_LIST_BYTES) {
      throw new DatabaseFailure("its list has more than " + MAX_LIST_BYTES + " bytes");
    }
  }

  /// The layer of each partition of the list.
  ///
  /// @throws DatabaseFailure where layers and list do not agree
  static Map<Manifest.Partition, Descriptor> layers(ImageManifest manifest, Manifest list) {
    Map<Digest, Descriptor> byDigest = new HashMap<>();
    manifest.layers().forEach(layer -> byDigest.put(layer.digest(), layer));
    Map<Manifest.Partition, Descriptor> layers = new HashMap<>();
    for (Manifest.Partition partition : list.partitions()) {
      Descriptor layer = byDigest.get(partition.sha256());
      boolean isListed =
          layer != null
              && layer.mediaType().equals(PARTITION)
              && layer.sizeBytes() == partition.sizeBytes()
              && partition
                  .file()
                  .equals(Manifest.Partition.fileName(partition.id(), partition.sha256()));
      if (layer == null || !isListed) {
        throw new DatabaseFailure(
            "partition " + partition.id() + " of its list is not what the manifest has");
      }
      layers.put(partition, layer);
    }
    return layers;
  }
}
