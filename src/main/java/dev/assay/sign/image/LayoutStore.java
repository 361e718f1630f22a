package dev.assay.sign.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageIndex;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.Manifest;
import dev.assay.sign.check.LocalFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Signatures in an OCI layout, as `cosign save`, `oras` and copies of registries write it: the
/// image and its signatures are named in `index.json`, by tags (`sha256-….sig`), by cosign's own
/// annotation, or not at all: then a manifest's `subject` says where it belongs.
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md>
public final class LayoutStore implements SignatureStore {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String KIND = "kind";
  private static final String COSIGN = "dev.cosignproject.cosign/";
  private static final int MAX_MANIFESTS = 10_000;

  private final Path folder;
  private final List<Descriptor> entries;

  /// Opens a layout.
  ///
  /// @throws InputFailure where it is none
  public LayoutStore(Path folder) {
    this.folder = folder;
    byte[] index = LocalFile.read(folder.resolve("index.json"), Manifest.MAX_BYTES);
    if (!(Manifest.parse(index, "", "index.json of " + folder) instanceof ImageIndex root)) {
      throw new InputFailure("cannot read " + folder + ": `index.json` is no index");
    }
    this.entries = root.manifests();
  }

  /// What is looked for, and what is found.
  private record Search(
      Digest image, Set<Digest> seen, List<ImageManifest> found, List<Broken> broken) {}

  @Override
  public String name() {
    return folder.toString();
  }

  /// The image that is meant.
  ///
  /// @param name a tag or digest; empty where there is only one
  /// @throws InputFailure where that is none, or several
  public Digest image(String name) {
    List<Digest> images = new ArrayList<>();
    for (Descriptor entry : entries) {
      boolean isNamed = name.isEmpty() || isNamed(entry, name);
      if (isNamed && !isCompanion(entry) && !images.contains(entry.digest())) {
        images.add(entry.digest());
      }
    }
    if (images.size() != 1) {
      throw new InputFailure(
          "cannot choose an image of "
              + folder
              + (name.isEmpty() ? "" : " called `" + name + "`")
              + ": there are "
              + images.size(),
          "name one: " + folder + "@sha256:… or " + folder + ":TAG");
    }
    return images.getFirst();
  }

  private static boolean isNamed(Descriptor entry, String name) {
    String tag = entry.annotations().getOrDefault(REF_NAME, "");
    return entry.digest().toString().equals(name) || tag.equals(name) || tag.endsWith(":" + name);
  }

  /// What is in a layout because of an image.
  private boolean isCompanion(Descriptor entry) {
    String tag = entry.annotations().getOrDefault(REF_NAME, "");
    String kind = entry.annotations().getOrDefault(KIND, "");
    return tag.matches("sha(256|512)-[0-9a-f]{64,128}(\\.(sig|att|sbom))?")
        || (kind.startsWith(COSIGN) && !kind.startsWith(COSIGN + "image"))
        || manifest(entry).subject().isPresent();
  }

  private Manifest manifest(Descriptor entry) {
    return Manifest.parse(
        blob(entry, Manifest.MAX_BYTES), entry.mediaType(), "manifest " + entry.digest());
  }

  @Override
  public Found referrers(Digest image) {
    Search search = new Search(image, new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    String list = image.algorithm() + "-" + image.hex();
    for (Descriptor entry : entries) {
      boolean isList = list.equals(entry.annotations().get(REF_NAME));
      try {
        if (isList && manifest(entry) instanceof ImageIndex index) {
          index.manifests().forEach(listed -> look(listed, search));
          continue;
        }
      } catch (InputFailure e) {
        search.broken.add(new Broken(entry.digest().toString(), String.valueOf(e.getMessage())));
        continue;
      }
      look(entry, search);
    }
    return new Found(search.found, search.broken);
  }

  private void look(Descriptor entry, Search search) {
    if (!search.seen.add(entry.digest()) || search.seen.size() > MAX_MANIFESTS) {
      return;
    }
    try {
      if (manifest(entry) instanceof ImageManifest manifest
          && manifest.subject().filter(s -> s.digest().equals(search.image)).isPresent()) {
        search.found.add(manifest);
      }
    } catch (InputFailure e) {
      search.broken.add(new Broken(entry.digest().toString(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Optional<ImageManifest> tagged(Digest image, String suffix) {
    String tag = image.algorithm() + "-" + image.hex() + "." + suffix;
    String kind = COSIGN + suffix + "s";
    for (Descriptor entry : entries) {
      boolean isIt =
          tag.equals(entry.annotations().get(REF_NAME))
              || kind.equals(entry.annotations().get(KIND));
      if (isIt && manifest(entry) instanceof ImageManifest manifest) {
        return Optional.of(manifest);
      }
    }
    return Optional.empty();
  }

  @Override
  public byte[] blob(Descriptor blob, int most) {
    Digest digest = blob.digest();
    byte[] content =
        LocalFile.read(
            folder.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex()), most);
    Digest actual = Digest.of(digest.hasher().digest(content));
    if (!actual.equals(digest) || content.length != blob.sizeBytes()) {
      throw new InputFailure(
          "cannot trust " + digest + " in " + folder + ": its bytes hash to " + actual);
    }
    return content;
  }
}
