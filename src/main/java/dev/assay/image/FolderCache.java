package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.KeyOrder;
import dev.assay.model.LayerInventory;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A cache in a folder, a file for each layer and image: `layer-DIGEST-RULES`,
/// `image-DIGEST-RULES`. Files are written under another name and renamed, so that a reader sees a
/// whole one or none and no process waits for another. The layout of a file is in this package's
/// description. A folder that cannot be written costs a warning, not the scan. The first entry that
/// a process writes on a day makes it remove what is over the bounds.
public final class FolderCache implements AnalysisCache {
  private static final AtomicLong COUNTER = new AtomicLong(System.nanoTime());

  private static final Pattern OURS =
      Pattern.compile("(layer|image)-[0-9a-f]{64,}-[0-9a-f]{16}|new-\\d+--?\\d+");

  /// More than that, and what was written longer ago, is removed without being asked, once a day.
  static final long MOST_BYTES = 2_000_000_000L;

  static final Duration LONGEST = Duration.ofDays(90);

  /// Its date is when that was last done.
  private static final String BOUNDED = ".bounded";

  private static final Duration BETWEEN = Duration.ofDays(1);

  private final AtomicBoolean bounded = new AtomicBoolean();
  private final Path folder;
  private final Progress progress;
  private final AtomicBoolean warned = new AtomicBoolean();

  /// @param cacheDir the program's cache folder; this cache's is `analysis/` in it
  /// @param progress told where the folder cannot be written
  public FolderCache(Path cacheDir, Progress progress) {
    this.folder = cacheDir.resolve("analysis");
    this.progress = progress;
  }

  @Override
  public Optional<LayerInventory> layer(Digest layer, Digest rules) {
    return read(folder.resolve(CacheEntry.layer(layer, rules)), InventoryCodec::readLayer)
        .filter(found -> found.digest().equals(layer));
  }

  @Override
  public void keep(LayerInventory layer, Digest rules) {
    write(
        folder.resolve(CacheEntry.layer(layer.digest(), rules)),
        out -> InventoryCodec.writeLayer(layer, out));
  }

  @Override
  public Optional<KnownImage> image(Digest manifest, Digest rules) {
    return read(folder.resolve(CacheEntry.image(manifest, rules)), InventoryCodec::readImage)
        .filter(found -> found.facts().manifestDigest().equals(manifest));
  }

  @Override
  public void keep(KnownImage image, Digest rules) {
    Digest manifest = image.facts().manifestDigest();
    write(
        folder.resolve(CacheEntry.image(manifest, rules)),
        out -> InventoryCodec.writeImage(image, out));
  }

  private <T> Optional<T> read(Path file, CacheEntry.Reading<T> reading) {
    try {
      if (Files.size(file) > CacheEntry.MAX_BYTES) {
        throw new IOException("too large");
      }
      return Optional.of(CacheEntry.unpack(Files.readAllBytes(file), reading));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      progress.debug("cache entry " + file.getFileName() + " is damaged, reading the layer again");
      remove(file);
      return Optional.empty();
    }
  }

  private void write(Path file, Consumer<CacheEntry.Output> writing) {
    try {
      byte[] entry = CacheEntry.pack(writing);
      Files.createDirectories(folder);
      // Asked for here, as it takes 3 ms, and a scan of what is known writes nothing.
      long process = ProcessHandle.current().pid();
      Path temporary = folder.resolve("new-" + process + "-" + COUNTER.incrementAndGet());
      try {
        try (var out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
          out.write(entry);
        }
        rename(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
      if (bounded.compareAndSet(false, true)) {
        keepBounds(Instant.now());
      }
    } catch (IOException e) {
      if (warned.compareAndSet(false, true)) {
        progress.warn("cannot write the analysis cache in " + folder + ": " + e.getMessage());
      }
    }
  }

  /// Any number of processes may do so at once: whoever marks the day first mostly does it alone,
  /// and a scan that misses an entry reads the layer.
  private void keepBounds(Instant now) {
    Path mark = folder.resolve(BOUNDED);
    try {
      boolean isDue =
          !Files.exists(mark, LinkOption.NOFOLLOW_LINKS)
              || Duration.between(Files.getLastModifiedTime(mark).toInstant(), now)
                      .abs()
                      .compareTo(BETWEEN)
                  >= 0;
      if (isDue) {
        Files.deleteIfExists(mark);
        Files.createFile(mark);
        Pruned gone = prune(MOST_BYTES, now.minus(LONGEST));
        progress.debug("the analysis cache let go of " + gone.files() + " old entries");
      }
    } catch (IOException | InputFailure e) {
      progress.debug("cannot keep the analysis cache within its bounds: " + e.getMessage());
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // it will be found damaged again
    }
  }

  @Override
  public void clean() throws IOException {
    for (Path file : ours()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder.resolve(BOUNDED));
  }

  /// What was removed.
  public record Pruned(int files, long bytes) {}

  /// Removes entries until the rest is within its bounds, those first that were written first.
  ///
  /// @param mostBytes of all that stays
  /// @param since when it must have been written to stay
  /// @throws IOException where something could not be removed
  public Pruned prune(long mostBytes, Instant since) throws IOException {
    List<Kept> newestFirst = new ArrayList<>();
    for (Path file : ours()) {
      try {
        Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        newestFirst.add(new Kept(file, written, Files.size(file)));
      } catch (NoSuchFileException e) {
        progress.debug(file.getFileName() + " is gone: another process was faster");
      }
    }
    newestFirst.sort(
        KeyOrder.by(Kept::written, Comparator.reverseOrder()).thenComparing(Kept::file));
    int files = 0;
    long bytes = 0;
    long held = 0;
    for (Kept entry : newestFirst) {
      held += entry.bytes();
      boolean goes = held > mostBytes || entry.written().isBefore(since);
      if (goes && Files.deleteIfExists(entry.file())) {
        files++;
        bytes += entry.bytes();
      }
    }
    return new Pruned(files, bytes);
  }

  private record Kept(Path file, Instant written, long bytes) {}

  private List<Path> ours() throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new InputFailure(
          "cannot empty " + folder + ": it is a link",
          "remove the link, and what it leads to by hand where you want it gone");
    }
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.filter(FolderCache::isOurs).toList();
    }
  }

  private static boolean isOurs(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && OURS.matcher(file.getFileName().toString()).matches();
  }
}
