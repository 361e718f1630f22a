package dev.assay.advisory.db;

import static dev.assay.advisory.db.SampleDatabase.NPM;
import static dev.assay.advisory.db.SampleDatabase.advisory;
import static dev.assay.advisory.db.SampleDatabase.vulnerability;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  private static final int PACKAGES = 2_000;
  @TempDir Path root;

  @Test
  void everyPartOfAnAdvisoryComesBack() throws IOException {
    SampleDatabase.write(root, PACKAGES, "2.0");
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      for (int i = 0; i < PACKAGES; i++) {
        assertEquals(
            List.of(advisory("GHSA-" + i, "package-" + i, "2.0")), db.lookup(NPM, "package-" + i));
      }
      for (String absent : List.of("", "a", "package", "package-", "package-20000", "zzz", "é")) {
        assertEquals(List.of(), db.lookup(NPM, absent));
      }
      assertFalse(db.covers(new Ecosystem("pypi", "")));
      assertEquals(List.of(), db.lookup(new Ecosystem("pypi", ""), "package-1"));
      assertEquals(List.of(), db.verify());
    }
  }

  @Test
  void detailsAreJoinedWithEnrichmentUnderEveryId() throws IOException {
    SampleDatabase.write(root, 1, "2.0");
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      for (String id : List.of("GHSA-1", "CVE-1")) {
        Vulnerability found = db.details(NPM, id).orElseThrow();
        assertEquals("long text", found.description());
        assertEquals(
            List.of("https://example.org/GHSA-1", "https://example.org/CVE-1"), found.references());
        assertEquals(0.123456, found.epss().orElseThrow());
        assertEquals("1999-12-31T23:59:59Z", found.published().orElseThrow().toString());
        assertEquals(id.equals("CVE-1") ? List.of("GHSA-1") : List.of("CVE-1"), found.aliases());
      }
      assertEquals(
          "from nvd",
          db.details(new Ecosystem("alpine", "3.10"), "CVE-1").orElseThrow().description());
      assertTrue(db.details(NPM, "CVE-2").isEmpty());
    }
  }

  @Test
  void aNoticeSpeaksForItsVulnerabilitiesOnlyWhereNobodyElseDoes() throws IOException {
    Ecosystem alma = new Ecosystem("alma", "9");
    try (DatabaseWriter writer = DatabaseWriter.begin(root, Progress.SILENT)) {
      writer.details(
          alma,
          new Details(
              SampleDatabase.OTHER,
              vulnerability("ALSA-1", List.of(), "a bundle"),
              List.of("CVE-1", "CVE-2")));
      writer.enrichment(Details.of(SampleDatabase.NVD, vulnerability("CVE-1", List.of(), "nvd")));
      writer.endSource(SampleDatabase.source("a", "a"));
      writer.finish(partition -> false);
    }
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      assertEquals("nvd", db.details(alma, "CVE-1").orElseThrow().description());
      assertEquals("a bundle", db.details(alma, "CVE-2").orElseThrow().description());
      assertEquals(List.of(), db.details(alma, "CVE-2").orElseThrow().aliases());
      assertEquals("a bundle", db.details(alma, "ALSA-1").orElseThrow().description());
    }
  }

  @Test
  void theSameRecordsInAnyOrderGiveTheSameFiles(@TempDir Path other) throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < PACKAGES; i++) {
      order.add(i);
    }
    for (Path each : List.of(root, other)) {
      Collections.shuffle(order, new Random(each.hashCode()));
      try (DatabaseWriter writer = DatabaseWriter.begin(each, Progress.SILENT)) {
        for (int i : order) {
          writer.advisory(NPM, advisory("GHSA-" + i, "package-" + i % 100, "1"));
        }
        writer.endSource(SampleDatabase.source("a", "a"));
        writer.finish(partition -> false);
      }
    }
    assertEquals(contents(root).keySet(), contents(other).keySet());
    contents(root).forEach((name, bytes) -> assertArrayEquals(bytes, contents(other).get(name)));
  }

  private static Map<String, byte[]> contents(Path folder) {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  @Test
  void theOneBeforeIsKeptAndTheOneBeforeThatAsLongAsAReaderMayNeedIt() throws IOException {
    SampleDatabase.write(root, 3, "1");
    Path first = partitions().getFirst();
    SampleDatabase.write(root, 3, "2");
    assertTrue(Files.exists(first));
    assertTrue(Files.exists(root.resolve("manifest.previous.json")));
    SampleDatabase.write(root, 3, "3");
    assertTrue(Files.exists(first));
    Files.setLastModifiedTime(first, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    SampleDatabase.write(root, 3, "4");
    assertFalse(Files.exists(first));
    assertEquals(3, partitions().size());
    assertEquals(List.of(), work());
  }

  private List<Path> partitions() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("partitions"))) {
      return files.filter(f -> f.toString().contains("advisories-npm")).sorted().toList();
    }
  }

  private List<Path> work() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(f -> f.getFileName().toString().startsWith("work")).toList();
    }
  }

  @Test
  void aWriterThatStopsLeavesNothingBehind() throws IOException {
    SampleDatabase.write(root, 3, "1");
    Map<String, byte[]> before = contents(root);
    try (DatabaseWriter writer = DatabaseWriter.begin(root, Progress.SILENT)) {
      writer.advisory(NPM, advisory("GHSA-1", "x", "1"));
    }
    assertEquals(before.keySet(), contents(root).keySet());
    Files.createDirectory(root.resolve("work-4711"));
    Files.writeString(root.resolve("work-4711/run-0"), "left by a killed process");
    SampleDatabase.write(root, 3, "2");
    assertEquals(List.of(), work());
  }

  @Test
  void readersSeeOneDatabaseOrTheOtherWhileItIsSwapped() throws Exception {
    SampleDatabase.write(root, 200, "0");
    AtomicReference<Throwable> problem = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    Thread reader =
        new Thread(() -> {
          try {
            while (done.getCount() > 0) {
              readWhole();
            }
          } catch (Throwable e) {
            problem.set(e);
          }
        });
    reader.start();
    for (int i = 1; i <= 20; i++) {
      SampleDatabase.write(root, 200, Integer.toString(i));
    }
    done.countDown();
    reader.join();
    if (problem.get() != null) {
      throw new AssertionError(problem.get());
    }
  }

  private void readWhole() {
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      String version = "";
      for (int i = 0; i < 200; i += 7) {
        String fixed = db.lookup(NPM, "package-" + i).getFirst().ranges().getFirst().fixed();
        assertTrue(version.isEmpty() || version.equals(fixed));
        version = fixed;
      }
    }
  }

  @Test
  void severalThreadsMayLookUpAtOnce() throws Exception {
    SampleDatabase.write(root, PACKAGES, "2.0");
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      AtomicReference<Throwable> problem = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int from = t;
        Thread thread =
            new Thread(() -> {
              for (int i = from; i < PACKAGES; i += 3) {
                assertEquals("GHSA-" + i, db.lookup(NPM, "package-" + i).getFirst().id());
              }
            });
        thread.setUncaughtExceptionHandler((th, e) -> problem.set(e));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(null, problem.get());
    }
  }

  @Test
  void noDatabaseIsAFailureWithAHint() {
    DatabaseFailure failure =
        assertThrows(DatabaseFailure.class, () -> AdvisoryDb.open(root.resolve("none")));
    assertTrue(failure.hint().contains("db pull"), failure.hint());
    assertFalse(failure.hint().contains("db update"), "it would only say that there is none");
  }

  @Test
  void sortsMoreThanFitsIntoMemory() throws IOException {
    Random random = new Random(7);
    PartitionId id = PartitionId.advisories(NPM);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    try (RecordSorter sorter = new RecordSorter(root, 20_000)) {
      for (int i = 0; i < 5_000; i++) {
        String key = "k" + random.nextInt(400);
        String record = "r" + random.nextInt(400);
        sorter.add(id, key.getBytes(UTF_8), record.getBytes(UTF_8));
        expected.add(key + " " + record);
      }
      sorter.drain(
          id,
          (key, record) -> actual.add(new String(key, UTF_8) + " " + new String(record, UTF_8)));
    }
    List<String> sorted =
        expected.stream()
            .distinct()
            .sorted((a, b) -> {
              int byKey = a.split(" ")[0].compareTo(b.split(" ")[0]);
              return byKey != 0 ? byKey : a.split(" ")[1].compareTo(b.split(" ")[1]);
            })
            .toList();
    assertEquals(sorted, actual);
    assertEquals(Map.of(), contents(root));
  }
}
