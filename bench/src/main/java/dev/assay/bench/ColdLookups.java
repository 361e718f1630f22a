package dev.assay.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.advisory.db.AdvisoryDb;
import dev.assay.advisory.db.DatabaseWriter;
import dev.assay.advisory.db.Details;
import dev.assay.advisory.db.Manifest;
import dev.assay.advisory.db.VersionTest;
import dev.assay.match.Schemes;
import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.model.Vulnerability;
import dev.assay.version.PlainVersion;
import dev.assay.version.VersionRange;
import dev.assay.version.VersionScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a database costs a program that has just started; `bench/database.py` runs it as processes.
///
/// `build FOLDER` makes a database of 60,000 packages with five advisories each; `none COUNT` puts
/// together what would be asked and asks nothing; `open FOLDER COUNT` also opens the database;
/// `judge FOLDER COUNT` also looks up so many packages, half of which are not in it, spread over
/// all of it, and holds a version against what the advisories of each call affected, as a scan
/// does; in one of five they hold. `match FOLDER COUNT` then reads the advisories of those, as a
/// scan does too; `lookup FOLDER COUNT` reads those of every package, and holds nothing against
/// them. `repeat WAY FOLDER COUNT` does one of the three twenty times and prints the milliseconds
/// of each.
public final class ColdLookups {
  private static final Ecosystem NPM = new Ecosystem("npm", "");
  private static final int PACKAGES = 60_000;

  /// Five fixes of fifty follow each other in a package: one of five that are looked up, which all
  /// have even numbers, has a later one.
  private static final String INSTALLED = "1.43.3";

  private ColdLookups() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "build" -> build(Path.of(arguments[1]));
      case "none" -> questions(Integer.parseInt(arguments[1]));
      case "repeat" -> {
        for (int i = 0; i < 20; i++) {
          long start = System.nanoTime();
          run(arguments[1], Path.of(arguments[2]), Integer.parseInt(arguments[3]));
          System.out.println((System.nanoTime() - start) / 1e6);
        }
      }
      default -> run(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    }
  }

  /// What a scan has at hand before it asks the database.
  private record Questions(Installed installed, String[] names) {}

  private static Questions questions(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      int number = (int) (i * 7919L % PACKAGES);
      // Not by `+`: that would link code here, which is no cost of the database's.
      names[i] = (i % 2 == 0 ? "package-" : "package-x").concat(Integer.toString(number));
    }
    return new Questions(new Installed(Schemes.of(NPM).orElseThrow(), INSTALLED), names);
  }

  private static void run(String way, Path folder, int count) {
    int found = 0;
    Questions questions = questions(count);
    try (AdvisoryDb db = AdvisoryDb.open(folder)) {
      if (!db.covers(NPM)) {
        throw new IllegalStateException("no npm");
      }
      for (int i = 0; i < count && !way.equals("open"); i++) {
        String name = questions.names[i];
        boolean mayHold = way.equals("lookup") || db.mayHold(NPM, name, questions.installed);
        found += mayHold ? way.equals("judge") ? 5 : db.lookup(NPM, name).size() : 0;
      }
    }
    int expected = (count + 1) / 2 * 5;
    if (count == 1000
        && !way.equals("open")
        && found != (way.equals("lookup") ? expected : expected / 5)) {
      throw new IllegalStateException("found " + found);
    }
  }

  /// As `Matcher` holds a version against a range.
  private record Installed(VersionScheme scheme, String version) implements VersionTest {
    @Override
    public boolean isIn(AffectedRange range) {
      return VersionRange.holds(scheme, range, version);
    }

    @Override
    public long plain() {
      byte[] text = version.getBytes(ISO_8859_1);
      return PlainVersion.of(text, 0, text.length);
    }

    @Override
    public boolean is(String listed) {
      return VersionRange.lists(scheme, List.of(listed), version);
    }
  }

  private static void build(Path folder) throws IOException {
    DataSource source = new DataSource("ghsa", "GitHub", "https://example.org");
    try (DatabaseWriter writer = DatabaseWriter.begin(folder, Progress.SILENT)) {
      for (int i = 0; i < PACKAGES * 5; i++) {
        writer.advisory(NPM, advisory(source, "package-" + i / 5, i));
      }
      for (int i = 0; i < 5_000; i++) {
        writer.details(NPM, Details.of(source, Vulnerability.unknown("CVE-2024-" + i)));
      }
      writer.endSource(
          new Manifest.Source(
              "bench",
              "",
              Digest.sha256("bench".getBytes(UTF_8)),
              Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
              Optional.empty(),
              1,
              0));
      writer.finish(partition -> false);
    }
  }

  private static Advisory advisory(DataSource source, String name, int number) {
    return new Advisory(
        "CVE-2024-" + number,
        List.of("GHSA-" + Integer.toHexString(number * 7919)),
        List.of(),
        source,
        name,
        List.of(AffectedRange.before("1." + number % 50 + ".0")),
        List.of(),
        Status.FIXED,
        Severity.HIGH,
        "");
  }
}
