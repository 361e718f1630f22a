package dev.assay.image;

import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A cache in a folder of files, written whole or not at all. A folder that cannot be written costs
/// a warning, not the scan.
public final class FolderCache implements AnalysisCache {
  private final Path folder;
  private final Progress progress;

  /// @param cacheDir the program's cache folder; this cache's is `analysis/` in it
  public FolderCache(Path cacheDir, Progress progress) {
    this.folder = cacheDir.resolve("analysis");
    this.progress = progress;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    progress.debug("no cache in " + folder);
    return Optional.empty();
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {}

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    return Optional.empty();
  }

  @Override
  public void keep(KnownImage image, Digest rules) {}

  @Override
  public void clean() throws IOException {}
}
