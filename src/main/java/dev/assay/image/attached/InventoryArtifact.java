package dev.assay.image.attached;

import dev.assay.image.InventoryBytes;
import dev.assay.model.Digest;
import dev.assay.model.FileFacts;
import dev.assay.model.Grade;
import dev.assay.model.LayerInventory;
import dev.assay.net.Request;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ArtifactDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The artifact that inventories are published in. The same inventories give the same bytes, so
/// that a registry keeps one copy of a layer's inventory however many images have the layer.
public final class InventoryArtifact {
  /// What kind of artifact it is.
  public static final String TYPE = "application/vnd.assay.inventory.v1";

  /// Of the blob of one layer.
  public static final String LAYER_TYPE = "application/vnd.assay.inventory.layer.v1";

  /// The layer's digest as stored.
  public static final String LAYER = "dev.assay.layer.digest";

  /// The digest of the archive inside, proven by reading it.
  public static final String DIFF_ID = "dev.assay.layer.diffid";

  /// The digest of the analyzers' rules.
  public static final String RULES = "dev.assay.rules";

  /// How the layer was read.
  public static final String GRADE = "dev.assay.grade";

  private static final String COMPONENTS = "dev.assay.components";
  private static final String GAPS = "dev.assay.gaps";

  private InventoryArtifact() {}

  /// The artifact for an image.
  ///
  /// @param subject the image's manifest
  /// @param layers each read in full; one that comes several times is there once
  /// @param rules what read them
  public static ArtifactDraft draft(Descriptor subject, List<LayerInventory> layers, Digest rules) {
    List<ArtifactDraft.Part> parts = new ArrayList<>();
    Set<Digest> seen = new HashSet<>();
    for (LayerInventory layer : layers) {
      if (seen.add(layer.digest())) {
        parts.add(part(layer, rules));
      }
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(RULES, rules.toString());
    return new ArtifactDraft(TYPE, subject, parts, annotations);
  }

  private static ArtifactDraft.Part part(LayerInventory layer, Digest rules) {
    byte[] content = InventoryBytes.write(layer);
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(LAYER, layer.digest().toString());
    annotations.put(DIFF_ID, layer.diffId().toString());
    annotations.put(RULES, rules.toString());
    annotations.put(GRADE, Grade.FULL.name().toLowerCase(Locale.ROOT));
    long components = 0;
    long gaps = layer.gaps().size();
    for (FileFacts file : layer.files().values()) {
      components += file.components().size();
      gaps += file.gaps().size();
    }
    annotations.put(COMPONENTS, Long.toString(components));
    annotations.put(GAPS, Long.toString(gaps));
    return new ArtifactDraft.Part(
        new Descriptor(
            LAYER_TYPE,
            Digest.sha256(content),
            content.length,
            annotations,
            Optional.empty(),
            List.of(),
            ""),
        Request.Body.of("application/octet-stream", content));
  }
}
