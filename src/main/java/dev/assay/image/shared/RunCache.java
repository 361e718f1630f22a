package dev.assay.image.shared;

import dev.assay.image.AnalysisCache;
import dev.assay.image.InventoryBytes;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What one run has learnt of layers, beside another cache: images that share layers have each read
/// once, whether anything is kept for later runs or not. In memory, packed, and bounded: what does
/// not fit is read again. Of images it remembers nothing.
public final class RunCache implements AnalysisCache {
  private final AnalysisCache behind;
  private final long mostBytes;
  private final Map<Key, byte[]> layers = new HashMap<>();
  private long heldBytes;

  private record Key(Digest layer, Digest rules) {}

  /// @param behind asked and told of everything too
  /// @param mostBytes of memory
  public RunCache(AnalysisCache behind, long mostBytes) {
    this.behind = behind;
    this.mostBytes = mostBytes;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    return Optional.ofNullable(held(new Key(layer, rules)))
        .map(RunCache::read)
        .or(() -> behind.layer(layer, rules));
  }

  private synchronized byte @org.jspecify.annotations.Nullable [] held(Key key) {
    return layers.get(key);
  }

  private static LayerInventory read(byte[] content) {
    try {
      return InventoryBytes.read(content);
    } catch (IOException e) {
      throw new IllegalStateException("an inventory that was just written", e);
    }
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {
    behind.keep(layer, rules);
    byte[] content = InventoryBytes.write(layer);
    synchronized (this) {
      var key = new Key(layer.digest(), rules);
      byte[] before = layers.getOrDefault(key, new byte[0]); // perhaps without its diffID
      if (heldBytes - before.length + content.length <= mostBytes) {
        layers.put(key, content);
        heldBytes += content.length - before.length;
      }
    }
  }

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    return behind.image(manifest, rules);
  }

  @Override
  public void keep(KnownImage image, Digest rules) {
    behind.keep(image, rules);
  }

  @Override
  public void clean() throws IOException {
    synchronized (this) {
      layers.clear();
      heldBytes = 0;
    }
    behind.clean();
  }
}
