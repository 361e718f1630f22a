package dev.assay.image.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.failure.InputFailure;
import dev.assay.format.json.JsonOutput;
import dev.assay.image.EntryStore;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.net.Request;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.MediaTypes;
import dev.assay.registry.PulledManifest;
import dev.assay.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Entries as artifacts of a registry: in one repository, each under a tag that is its name. How
/// long they live is for the registry's own rules to say.
///
/// ```
/// artifactType  application/vnd.assay.analysis.v1
/// config        the empty one
/// layers        one of the same type, the entry's bytes
/// annotations   dev.assay.entry: the entry's name
/// ```
///
/// Source: <https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md>
public final class RegistryEntries implements EntryStore {
  private static final String TYPE = "application/vnd.assay.analysis.v1";
  private static final String ENTRY = "dev.assay.entry";
  private static final String BYTES = "application/octet-stream";
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  private final Registry registry;
  private final CachePlace.Repository place;

  /// @param registry logged in as for images
  public RegistryEntries(Registry registry, CachePlace.Repository place) {
    this.registry = registry;
    this.place = place;
  }

  @Override
  public String name() {
    return place.toString();
  }

  private ImageRef tagged(String entry) {
    ImageRef ref = place.ref();
    return new ImageRef(ref.host(), ref.repository(), Optional.of(entry), Optional.empty());
  }

  @Override
  public Optional<byte[]> get(String entry, int maxBytes) throws IOException {
    try {
      Optional<PulledManifest> pulled = registry.findManifest(tagged(entry));
      if (pulled.isEmpty()) {
        return Optional.empty();
      }
      Descriptor blob = blob(entry, pulled.get());
      return blob.sizeBytes() > maxBytes ? Optional.empty() : Optional.of(content(blob));
    } catch (InputFailure e) {
      throw new Foreign(String.valueOf(e.getMessage()));
    }
  }

  private static Descriptor blob(String entry, PulledManifest pulled) throws Foreign {
    boolean isOurs =
        pulled.manifest() instanceof ImageManifest manifest
            && manifest.artifactType().equals(TYPE)
            && entry.equals(manifest.annotations().get(ENTRY))
            && manifest.layers().size() == 1
            && manifest.layers().getFirst().mediaType().equals(TYPE);
    if (!isOurs) {
      throw new Foreign("its tag holds something else");
    }
    return ((ImageManifest) pulled.manifest()).layers().getFirst();
  }

  private byte[] content(Descriptor blob) throws IOException {
    byte[] content;
    try (InputStream in = registry.openBlob(place.ref(), blob, "analysis")) {
      content = in.readAllBytes();
    }
    if (!Digest.sha256(content).equals(blob.digest())) {
      throw new Foreign("its bytes are not those that its manifest names");
    }
    return content;
  }

  @Override
  public void put(String entry, byte[] content) {
    Descriptor blob = Descriptor.of(TYPE, Digest.sha256(content), content.length);
    registry.pushBlob(place.ref(), Digest.sha256(EMPTY), Request.Body.of(BYTES, EMPTY));
    registry.pushBlob(place.ref(), blob.digest(), Request.Body.of(BYTES, content));
    registry.pushManifest(tagged(entry), manifest(entry, blob), MediaTypes.OCI_MANIFEST);
  }

  private static byte[] manifest(String entry, Descriptor blob) {
    Descriptor empty = Descriptor.of(MediaTypes.OCI_EMPTY, Digest.sha256(EMPTY), EMPTY.length);
    return JsonOutput.compact(json ->
        json.object(() -> {
          json.put("schemaVersion", 2);
          json.put("mediaType", MediaTypes.OCI_MANIFEST);
          json.put("artifactType", TYPE);
          json.object("config", () -> empty.write(json));
          json.array("layers", () -> json.object(() -> blob.write(json)));
          json.object("annotations", () -> json.put(ENTRY, entry));
        }));
  }

  @Override
  public void close() {
    // The connections are the program's own.
  }
}
