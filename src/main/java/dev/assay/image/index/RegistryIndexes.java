package dev.assay.image.index;

import dev.assay.failure.Failure;
import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.ImageRef;
import dev.assay.registry.ContentStore;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.registry.Manifest;
import dev.assay.registry.RangedBlob;
import dev.assay.registry.ReferrerQuery;
import dev.assay.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The indexes of an image's layers in a registry: in the layer, as an annotation of its descriptor
/// says; or in a SOCI index, which the image's manifest names (version 2) or which refers to the
/// manifest (version 1).
///
/// Source: <https://github.com/awslabs/soci-snapshotter/blob/main/docs/soci-index-manifest-v2.md>
public final class RegistryIndexes {
  private static final String SOCI_DIGEST = "com.amazon.soci.index-digest";
  private static final String SOCI_V1 = "application/vnd.amazon.soci.index.v1+json";
  private static final String SOCI_LAYER = "com.amazon.soci.image-layer-digest";

  private final Registry registry;
  private final ImageRef ref;
  private final ContentStore.Located image;
  private Optional<Map<Digest, Descriptor>> named = Optional.empty();
  private Optional<Map<Digest, Descriptor>> referring = Optional.empty();

  /// Indexes of the image at that place.
  public RegistryIndexes(Registry registry, ContentStore.Located image) {
    this.registry = registry;
    this.ref = image.ref();
    this.image = image;
  }

  /// The index of a layer, as far as somebody says that there is one.
  ///
  /// @param searches whether to ask the registry for what refers to the image, too
  /// @throws Failure where the registry does not say
  public Optional<IndexClaim> of(Descriptor layer, boolean searches) {
    String stargz = layer.annotations().getOrDefault(TocIndex.STARGZ_DIGEST, "");
    Optional<ZstdChunkedClaim> chunked;
    try {
      chunked = ZstdChunkedClaim.of(layer.annotations());
    } catch (InputFailure e) {
      return Optional.of(claim("zstd:chunked", layer.digest(), layer, ranges -> refuse(e)));
    }
    if (chunked.isPresent()) {
      ZstdChunkedClaim table = chunked.get();
      return Optional.of(
          claim("zstd:chunked", table.stored(), layer, r -> TocIndex.zstdChunked(r, table)));
    }
    if (!stargz.isEmpty()) {
      Digest digest = Digest.parse(stargz);
      return Optional.of(claim("eStargz", digest, layer, r -> TocIndex.stargz(r, digest)));
    }
    return ztoc(layer, searches)
        .map(ztoc -> beside("SOCI", ztoc, layer, r -> soci(ztoc, r.sizeBytes())));
  }

  private static LayerIndex refuse(InputFailure reason) {
    throw reason;
  }

  private Optional<Descriptor> ztoc(Descriptor layer, boolean searches) {
    Descriptor ztoc = named().get(layer.digest());
    if (ztoc == null && searches) {
      ztoc = referring().get(layer.digest());
    }
    return Optional.ofNullable(ztoc);
  }

  private Map<Digest, Descriptor> named() {
    String digest = image.manifest().annotations().getOrDefault(SOCI_DIGEST, "");
    Map<Digest, Descriptor> present =
        named.orElseGet(() -> digest.isEmpty() ? Map.of() : ztocs(Digest.parse(digest)));
    named = Optional.of(present);
    return present;
  }

  private Map<Digest, Descriptor> referring() {
    Map<Digest, Descriptor> present = referring.orElseGet(this::search);
    referring = Optional.of(present);
    return present;
  }

  private Map<Digest, Descriptor> search() {
    return registry.referrers(new ReferrerQuery(ref, image.digest(), SOCI_V1), "").stream()
        .flatMap(page -> page.referrers().stream())
        .filter(referrer -> referrer.artifactType().equals(SOCI_V1))
        .findFirst()
        .map(referrer -> ztocs(referrer.digest()))
        .orElse(Map.of());
  }

  /// Ztocs by the layer they are of.
  private Map<Digest, Descriptor> ztocs(Digest index) {
    Manifest manifest = registry.manifest(ref.at(index)).manifest();
    Map<Digest, Descriptor> ztocs = new HashMap<>();
    if (manifest instanceof ImageManifest soci) {
      for (Descriptor ztoc : soci.layers()) {
        String layer = ztoc.annotations().getOrDefault(SOCI_LAYER, "");
        if (!layer.isEmpty()) {
          ztocs.put(Digest.parse(layer), ztoc);
        }
      }
    }
    return ztocs;
  }

  private SociIndex soci(Descriptor ztoc, long layerBytes) throws IOException {
    if (ztoc.sizeBytes() > SociIndex.MAX_ZTOC_BYTES || ztoc.sizeBytes() > layerBytes) {
      throw new InputFailure("its ztoc has " + ztoc.sizeBytes() + " bytes");
    }
    try (InputStream content = registry.openBlob(ref, ztoc, "index")) {
      byte[] bytes = new byte[(int) ztoc.sizeBytes()];
      content.readNBytes(bytes, 0, bytes.length);
      if (!Digest.sha256(bytes).equals(ztoc.digest())) {
        throw new InputFailure(
            "its ztoc hashes to " + Digest.sha256(bytes) + ", not to its digest");
      }
      return SociIndex.of(bytes, ztoc.digest(), layerBytes);
    }
  }

  /// The layer's bytes, in parts.
  public Ranges parts(Descriptor layer) {
    return ranges(layer);
  }

  private interface Opening {
    LayerIndex open(Ranges layer) throws IOException;
  }

  private IndexClaim claim(String kind, Digest digest, Descriptor layer, Opening opening) {
    return new Claim(kind, digest, 0, ranges(layer), opening);
  }

  private IndexClaim beside(String kind, Descriptor index, Descriptor layer, Opening opening) {
    return new Claim(kind, index.digest(), index.sizeBytes(), ranges(layer), opening);
  }

  private Ranges ranges(Descriptor layer) {
    return new BlobRanges(registry.rangedBlob(ref, layer, "layer"));
  }

  private record Claim(String kind, Digest digest, long besideBytes, Ranges ranges, Opening opening)
      implements IndexClaim {
    @Override
    public LayerIndex open() throws IOException {
      return opening.open(ranges);
    }
  }

  /// A layer in the registry.
  private record BlobRanges(RangedBlob blob) implements Ranges {
    @Override
    public long sizeBytes() {
      return blob.sizeBytes();
    }

    @Override
    public byte[] read(long from, int length) throws IOException {
      return blob.read(from, length);
    }

    @Override
    public boolean givesManyAtOnce() throws IOException {
      return blob.givesManyAtOnce();
    }

    @Override
    public List<byte[]> readMany(List<Stretch> parts) throws IOException {
      return blob.readMany(
          parts.stream().map(part -> new RangedBlob.Part(part.from(), part.bytes())).toList());
    }

    @Override
    public long movedBytes() {
      return blob.movedBytes();
    }
  }
}
