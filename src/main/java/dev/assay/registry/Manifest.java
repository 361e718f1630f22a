package dev.assay.registry;

import dev.assay.failure.InputFailure;
import dev.assay.failure.Printable;
import dev.assay.format.json.ExactKeys;
import dev.assay.format.json.Json;
import dev.assay.model.Digest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What a registry keeps under a tag: an image, or an index of images.
public sealed interface Manifest permits ImageIndex, ImageManifest {
  /// Registries refuse larger ones.
  int MAX_BYTES = 4 << 20;

  /// What is read of an image or an index.
  List<String> FIELDS =
      List.of(
          "schemaVersion",
          "mediaType",
          "artifactType",
          "config",
          "layers",
          "manifests",
          "subject",
          "annotations");

  /// As the document says itself, else as it was served, else as its shape shows.
  String mediaType();

  /// SHA-256 of the bytes.
  Digest digest();

  /// Length of the bytes.
  long sizeBytes();

  /// Its own word for what it is, or empty.
  String artifactType();

  /// What it is as an artifact: its `artifactType`, else the type of its configuration.
  ///
  /// Source:
  /// <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers>
  String kind();

  /// The manifest it is about.
  Optional<Descriptor> subject();

  /// By name.
  SortedMap<String, String> annotations();

  /// Reads an OCI or Docker (version 2, schema 2) manifest or index.
  ///
  /// @param mediaType as served, with or without parameters; may be empty
  /// @param what names it in the failure: `manifest of IMAGE`
  /// @throws InputFailure where it is anything else, or over `MAX_BYTES`
  static Manifest parse(byte[] content, String mediaType, String what) {
    if (content.length > MAX_BYTES) {
      throw new InputFailure(
          "cannot read " + what + ": longer than the " + MAX_BYTES + " bytes a manifest may have");
    }
    Json json = ExactKeys.parse(content, what);
    if (!(json instanceof Json.Obj)) {
      throw new InputFailure("cannot read " + what + ": not a JSON object");
    }
    ExactKeys.check(json, what, FIELDS);
    Digest digest = Digest.sha256(content);
    String type = type(json, MediaTypes.bare(mediaType), what);
    return MediaTypes.isIndex(type)
        ? index(json, type, new Origin(digest, content.length, what))
        : image(json, type, new Origin(digest, content.length, what));
  }

  /// Where a manifest comes from.
  record Origin(Digest digest, long sizeBytes, String what) {}

  private static String type(Json json, String served, String what) {
    boolean listsImages = !json.at("manifests").isNull();
    boolean listsLayers = !json.at("layers").isNull() || !json.at("config").isNull();
    if (listsImages && listsLayers) {
      // One digest must not mean two things to two clients: CVE-2021-41190.
      throw new InputFailure("cannot read " + what + ": it is both an index and an image");
    }
    String own = json.text("mediaType");
    String type = own.isEmpty() ? served : own;
    if (MediaTypes.isSchema1(type) || json.at("schemaVersion").whole().orElse(0L) == 1) {
      throw new InputFailure(
          "cannot read " + what + ": it is a Docker schema 1 manifest, which is not supported",
          "push the image again with a current tool");
    }
    boolean known = MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
    if (known && (MediaTypes.isIndex(type) ? listsLayers : listsImages)) {
      throw new InputFailure("cannot read " + what + ": its content is not what " + type + " says");
    }
    if (known) {
      return type;
    }
    if (own.isEmpty() && (listsImages || listsLayers)) {
      return listsImages ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }
    throw new InputFailure(
        "cannot read "
            + what
            + ": not an image"
            + (type.isEmpty() ? "" : " but " + Printable.of(type, 100)));
  }

  private static ImageIndex index(Json json, String type, Origin origin) {
    if (!json.members().containsKey("manifests")) {
      throw new InputFailure("cannot read " + origin.what() + ": an index without `manifests`");
    }
    List<Descriptor> manifests =
        Descriptor.readAll(json.at("manifests"), origin.what() + ": manifests");
    return new ImageIndex(
        type,
        origin.digest(),
        origin.sizeBytes(),
        json.text("artifactType"),
        manifests,
        subject(json, origin),
        Descriptor.annotations(json));
  }

  private static Optional<Descriptor> subject(Json json, Origin origin) {
    return json.at("subject").isNull()
        ? Optional.empty()
        : Optional.of(Descriptor.read(json.at("subject"), origin.what() + ": subject"));
  }

  private static ImageManifest image(Json json, String type, Origin origin) {
    String what = origin.what();
    return new ImageManifest(
        type,
        origin.digest(),
        origin.sizeBytes(),
        json.text("artifactType"),
        Descriptor.read(json.at("config"), what + ": config"),
        Descriptor.readAll(json.at("layers"), what + ": layers"),
        subject(json, origin),
        Descriptor.annotations(json));
  }
}
