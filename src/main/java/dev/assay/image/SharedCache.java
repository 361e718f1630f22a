package dev.assay.image;

import dev.assay.failure.Failure;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A cache on this machine with one behind it that several machines share: what is found there is
/// kept here too, what is learnt here is brought there. A shared store in trouble costs a warning
/// and is left alone for the rest of the run; the scan goes on.
public final class SharedCache implements AnalysisCache {
  private final AnalysisCache near;
  private final EntryStore far;
  private final Progress progress;
  private final AtomicBoolean isDown = new AtomicBoolean();

  /// @param near asked first
  /// @param far asked next
  public SharedCache(AnalysisCache near, EntryStore far, Progress progress) {
    this.near = near;
    this.far = far;
    this.progress = progress;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    Optional<LayerInventory> here = near.layer(layer, rules);
    if (here.isPresent()) {
      return here;
    }
    Optional<LayerInventory> there =
        get(CacheEntry.layer(layer, rules), InventoryCodec::readLayer)
            .filter(found -> found.digest().equals(layer));
    there.ifPresent(found -> near.keep(found, rules));
    return there;
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {
    near.keep(layer, rules);
    put(CacheEntry.layer(layer.digest(), rules), out -> InventoryCodec.writeLayer(layer, out));
  }

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    Optional<KnownImage> here = near.image(manifest, rules);
    if (here.isPresent()) {
      return here;
    }
    Optional<KnownImage> there =
        get(CacheEntry.image(manifest, rules), InventoryCodec::readImage)
            .filter(found -> found.facts().manifestDigest().equals(manifest));
    there.ifPresent(found -> near.keep(found, rules));
    return there;
  }

  @Override
  public void keep(KnownImage image, Digest rules) {
    near.keep(image, rules);
    Digest manifest = image.facts().manifestDigest();
    put(CacheEntry.image(manifest, rules), out -> InventoryCodec.writeImage(image, out));
  }

  private <T> Optional<T> get(String name, CacheEntry.Reading<T> reading) {
    if (isDown.get()) {
      return Optional.empty();
    }
    Optional<byte[]> entry;
    try {
      entry = far.get(name, CacheEntry.MAX_BYTES);
    } catch (EntryStore.Foreign e) {
      progress.warn(
          "entry "
              + name
              + " of "
              + far.name()
              + " is of no use, reading the layer again: "
              + e.getMessage());
      return Optional.empty();
    } catch (IOException | Failure e) {
      giveUp("read", e);
      return Optional.empty();
    }
    try {
      return entry.isPresent()
          ? Optional.of(CacheEntry.unpack(entry.get(), reading))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      progress.warn("entry " + name + " of " + far.name() + " is damaged, reading the layer again");
      return Optional.empty();
    }
  }

  private void put(String name, Consumer<CacheEntry.Output> writing) {
    if (isDown.get()) {
      return;
    }
    try {
      far.put(name, CacheEntry.pack(writing));
    } catch (IOException | Failure e) {
      giveUp("write", e);
    }
  }

  private void giveUp(String verb, Exception e) {
    if (isDown.compareAndSet(false, true)) {
      progress.warn(
          "cannot "
              + verb
              + " the analysis cache in "
              + far.name()
              + ", going on without it: "
              + e.getMessage());
    }
  }

  /// What others share stays.
  @Override
  public void clean() throws IOException {
    near.clean();
  }
}
