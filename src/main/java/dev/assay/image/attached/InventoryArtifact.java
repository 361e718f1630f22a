package dev.assay.image.attached;

import dev.assay.model.Digest;
import dev.assay.model.Grade;
import dev.assay.model.ImageFacts;
import dev.assay.model.Inventory;
import dev.assay.net.Request;
import dev.assay.registry.Descriptor;
import dev.assay.registry.artifact.ArtifactDraft;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The artifact that an inventory is published in. The same inventory gives the same bytes, so that
/// publishing it again changes nothing.
public final class InventoryArtifact {
  /// What kind of artifact it is.
  public static final String TYPE = "application/vnd.assay.inventory.v1";

  /// Of its blob.
  public static final String IMAGE_TYPE = "application/vnd.assay.inventory.image.v1";

  /// The digest of the analyzers' rules.
  public static final String RULES = "dev.assay.rules";

  /// How the image was read.
  public static final String GRADE = "dev.assay.grade";

  private static final String COMPONENTS = "dev.assay.components";
  private static final String GAPS = "dev.assay.gaps";

  private InventoryArtifact() {}

  /// The artifact for an image.
  ///
  /// @param subject the image's manifest
  /// @param inventory of all of its layers, each read in full
  /// @param rules what read them
  public static ArtifactDraft draft(
      Descriptor subject, ImageFacts image, Inventory inventory, Digest rules) {
    byte[] content = ImageInventory.write(inventory, image);
    var blob =
        new Descriptor(
            IMAGE_TYPE,
            Digest.sha256(content),
            content.length,
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            "");
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(RULES, rules.toString());
    annotations.put(GRADE, Grade.FULL.name().toLowerCase(Locale.ROOT));
    annotations.put(COMPONENTS, Integer.toString(inventory.components().size()));
    annotations.put(GAPS, Integer.toString(inventory.gaps().size()));
    var part = new ArtifactDraft.Part(blob, Request.Body.of("application/octet-stream", content));
    return new ArtifactDraft(TYPE, subject, List.of(part), annotations);
  }
}
