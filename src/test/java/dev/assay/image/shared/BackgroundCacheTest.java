package dev.assay.image.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.image.AnalysisCache;
import dev.assay.image.FolderCache;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.model.PathSet;
import dev.assay.model.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundCacheTest {
  private static final Digest RULES = Digest.sha256("rules".getBytes(StandardCharsets.UTF_8));

  @TempDir Path home;

  private static LayerInventory layer(int number) {
    return new LayerInventory(
        Digest.sha256(new byte[number]),
        Optional.empty(),
        number,
        number,
        new TreeMap<>(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        PathSet.EMPTY,
        PathSet.EMPTY,
        List.of());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("analysis"))) {
      return files.filter(file -> !file.endsWith(".bounded")).toList();
    }
  }

  /// Does something of its own when it is told of a layer.
  private static final class Told implements AnalysisCache {
    private final Runnable step;
    private final List<LayerInventory> kept = new CopyOnWriteArrayList<>();
    private final List<Thread> writers = new CopyOnWriteArrayList<>();

    Told(Runnable step) {
      this.step = step;
    }

    @Override
    public Optional<LayerInventory> layer(Digest layer, Digest rules) {
      return kept.stream().filter(one -> one.digest().equals(layer)).findFirst();
    }

    @Override
    public void keep(LayerInventory layer, Digest rules) {
      writers.add(Thread.currentThread());
      step.run();
      kept.add(layer);
    }

    @Override
    public Optional<KnownImage> image(Digest manifest, Digest rules) {
      return Optional.empty();
    }

    @Override
    public void keep(KnownImage image, Digest rules) {}

    @Override
    public void clean() {
      kept.clear();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theScanGoesOnWhileAnotherThreadWrites() throws Exception {
    var goesOn = new CountDownLatch(1);
    var told = new Told(() -> await(goesOn));
    try (var cache = new BackgroundCache(told)) {
      cache.keep(layer(1), RULES); // would never come back where it waited for the writer
      goesOn.countDown();
    }
    assertEquals(List.of(layer(1)), told.kept);
    assertNotEquals(List.of(Thread.currentThread()), told.writers);
    told.writers.getFirst().join();
  }

  @Test
  void whoAsksFindsAllThatWasGivenInTheOrderInWhichItCame() {
    var told = new Told(() -> {});
    var given = new ArrayList<LayerInventory>();
    try (var cache = new BackgroundCache(told)) {
      for (int i = 0; i < 50; i++) {
        given.add(layer(i));
        cache.keep(given.getLast(), RULES);
        assertEquals(Optional.of(given.getLast()), cache.layer(layer(i).digest(), RULES));
      }
    }
    assertEquals(given, told.kept);
  }

  @Test
  void closingWaitsForWhatIsOnItsWayToTheFolder() throws IOException {
    try (var cache = new BackgroundCache(new FolderCache(home, Progress.SILENT))) {
      for (int i = 0; i < 20; i++) {
        cache.keep(layer(i), RULES);
      }
    }
    assertEquals(20, files().size());
    assertTrue(
        files().stream().allMatch(file -> file.getFileName().toString().startsWith("layer-")));
    var later = new FolderCache(home, Progress.SILENT);
    assertEquals(Optional.of(layer(7)), later.layer(layer(7).digest(), RULES));
  }

  @Test
  void whatStopsTheScanMeanwhileLosesNothingThatWasLearnt() throws IOException {
    IllegalStateException stopped =
        assertThrows(
            IllegalStateException.class,
            () -> {
              try (var cache = new BackgroundCache(new FolderCache(home, Progress.SILENT))) {
                cache.keep(layer(1), RULES);
                throw new IllegalStateException("matching failed");
              }
            });
    assertEquals("matching failed", stopped.getMessage());
    assertEquals(1, files().size());
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidOnceAndBeforeItIsSettled() throws IOException {
    Files.writeString(home.resolve("analysis"), "no folder");
    var said = new CopyOnWriteArrayList<String>();
    var progress =
        new Progress() {
          @Override
          public void step(String what, long done, long total) {}

          @Override
          public void warn(String message) {
            said.add(message);
          }

          @Override
          public void debug(String message) {}
        };
    try (var cache = new BackgroundCache(new FolderCache(home, progress))) {
      cache.keep(layer(1), RULES);
      cache.keep(layer(2), RULES);
      cache.settle();
      assertEquals(1, said.size(), said::toString);
      assertTrue(said.getFirst().startsWith("cannot write the analysis cache in "), said::toString);
    }
  }

  @Test
  void aBugInTheWriterIsThrownAsItWasOnceTheRestIsWritten() {
    var bugs =
        new ArrayList<Throwable>(List.of(new StackOverflowError(), new ArithmeticException()));
    while (!bugs.isEmpty()) {
      Throwable bug = bugs.removeLast();
      var told =
          new Told(() -> {
            throw BackgroundCacheTest.<RuntimeException>sneaked(bug);
          });
      var cache = new BackgroundCache(told);
      cache.keep(layer(1), RULES);
      cache.keep(layer(2), RULES);
      assertSame(bug, assertThrows(Throwable.class, cache::settle));
      assertEquals(2, told.writers.size());
      cache.close(); // it is told once
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaked(Throwable bug) throws T {
    throw (T) bug;
  }

  @Test
  void anInterruptedScanWaitsForTheWriterAndStaysInterrupted() {
    var told = new Told(() -> {});
    var cache = new BackgroundCache(told);
    cache.keep(layer(1), RULES);
    Thread.currentThread().interrupt();
    cache.close();
    assertTrue(Thread.interrupted());
    assertEquals(1, told.kept.size());
  }

  @Test
  void itsThreadEndsWithItAndWhatIsKnownNeedsNone() throws InterruptedException {
    var told = new Told(() -> {});
    try (var cache = new BackgroundCache(told)) {
      assertEquals(Optional.empty(), cache.layer(layer(1).digest(), RULES));
      assertEquals(List.of(), told.writers);
      cache.keep(layer(1), RULES);
    }
    Thread writer = told.writers.getFirst();
    writer.join(); // without an end the test never comes to one
    assertFalse(writer.isAlive());
  }
}
