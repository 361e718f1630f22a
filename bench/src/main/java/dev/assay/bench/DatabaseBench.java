package dev.assay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.Manifest;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Opening the advisory database and looking up packages in it: 60,000 packages with five advisories
/// each, one with 5,000.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatabaseBench {
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final DataSource SOURCE = new DataSource("ghsa", "GitHub", "https://example.org");
  private static final int PACKAGES = 60_000;

  private Path folder;
  private AdvisoryDb db;
  private int next;

  @Setup
  public void build() throws IOException {
    folder = Files.createTempDirectory("assay-bench");
    try (DatabaseWriter writer = DatabaseWriter.begin(folder, Progress.SILENT)) {
      for (int i = 0; i < PACKAGES * 5; i++) {
        writer.advisory(NPM, advisory("package-" + i / 5, i));
      }
      for (int i = 0; i < 5_000; i++) {
        writer.advisory(NPM, advisory("large", i));
        writer.details(NPM, Details.of(SOURCE, Vulnerability.unknown("CVE-2024-" + i)));
      }
      writer.endSource(
          new Manifest.Source(
              "bench",
              "",
              Digest.sha256("bench".getBytes(UTF_8)),
              Optional.empty(),
              Optional.empty(),
              1,
              0));
      writer.finish(partition -> false);
    }
    db = AdvisoryDb.open(folder);
  }

  private static Advisory advisory(String name, int number) {
    return new Advisory(
        "CVE-2024-" + number,
        List.of("GHSA-" + Integer.toHexString(number * 7919)),
        List.of(),
        SOURCE,
        name,
        List.of(AffectedRange.before("1." + number % 50 + ".0")),
        List.of(),
        Status.FIXED,
        Severity.HIGH,
        "");
  }

  @TearDown
  public void remove() throws IOException {
    db.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public boolean open() {
    try (AdvisoryDb opened = AdvisoryDb.open(folder)) {
      return opened.covers(NPM);
    }
  }

  @Benchmark
  public List<Advisory> openAndLookUp() {
    try (AdvisoryDb opened = AdvisoryDb.open(folder)) {
      return opened.lookup(NPM, "package-4711");
    }
  }

  @Benchmark
  public List<Advisory> lookUp() {
    next = (next + 7919) % PACKAGES;
    return db.lookup(NPM, "package-" + next);
  }

  @Benchmark
  public List<Advisory> lookUpAbsent() {
    return db.lookup(NPM, "nothing-of-that-name");
  }

  @Benchmark
  public List<Advisory> lookUpLarge() {
    return db.lookup(NPM, "large");
  }

  @Benchmark
  public Optional<Vulnerability> details() {
    return db.details(NPM, "CVE-2024-4711");
  }
}
