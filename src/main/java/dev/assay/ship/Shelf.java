package dev.assay.ship;

import dev.assay.model.Digest;
import dev.assay.registry.Descriptor;
import dev.assay.registry.ImageManifest;
import dev.assay.sign.image.SignatureStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The destination's signatures, each blob fetched once: several steps read the same.
final class Shelf implements SignatureStore {
  private static final long MAX_BYTES = 32L << 20;

  private final SignatureStore store;
  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private long held;

  Shelf(SignatureStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Found referrers(Digest image) {
    return store.referrers(image);
  }

  @Override
  public Optional<ImageManifest> tagged(Digest image, String suffix) {
    return store.tagged(image, suffix);
  }

  @Override
  public byte[] blob(Descriptor blob, int most) {
    byte[] known = blobs.get(blob.digest());
    if (known != null && known.length <= most) {
      return known.clone();
    }
    byte[] content = store.blob(blob, most);
    if (held + content.length <= MAX_BYTES) {
      held += content.length;
      blobs.put(blob.digest(), content.clone());
    }
    return content;
  }
}
