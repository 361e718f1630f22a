package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.Advisory;
import dev.assay.model.AffectedRange;
import dev.assay.model.Ecosystem;
import dev.assay.model.Progress;
import dev.assay.model.Severity;
import dev.assay.model.Status;
import dev.assay.version.Deb;
import dev.assay.version.Npm;
import dev.assay.version.PlainVersion;
import dev.assay.version.VersionRange;
import dev.assay.version.VersionScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the table of keys says is what the advisories say.
class MayHoldTest {
  private static final Ecosystem DEBIAN = new Ecosystem("debian", "12");
  private static final int PACKAGES = 400;
  private static final List<String> WORDS =
      List.of(
          "0",
          "1",
          "1.0",
          "1.2",
          "1.2.0",
          "1.2.3",
          "1.10.0",
          "2.0.0",
          "10.0.0",
          "1.2.3-1",
          "1.2.3-rc.1",
          "2.0.0-4",
          "0.9.9",
          "1.0.0.1");

  @TempDir Path root;

  private record Installed(VersionScheme scheme, String version, boolean plainly)
      implements VersionTest {
    @Override
    public boolean isVersion() {
      return true;
    }

    @Override
    public boolean isIn(AffectedRange range) {
      return VersionRange.holds(scheme, range, version);
    }

    @Override
    public long plain() {
      byte[] text = version.getBytes(UTF_8);
      return plainly ? PlainVersion.of(text, 0, text.length) : 0;
    }

    @Override
    public boolean is(String listed) {
      return VersionRange.lists(scheme, List.of(listed), version);
    }
  }

  private static String word(Random random) {
    return random.nextInt(3) == 0 ? "" : WORDS.get(random.nextInt(WORDS.size()));
  }

  private static AffectedRange range(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> AffectedRange.before(word(random));
      case 1 -> new AffectedRange(word(random), word(random), "");
      case 2 -> new AffectedRange(word(random), "", word(random));
      default -> new AffectedRange(WORDS.get(random.nextInt(WORDS.size())), word(random), "", true);
    };
  }

  private static List<Advisory> advisories(Random random, String name) {
    List<Advisory> advisories = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<AffectedRange> ranges = new ArrayList<>();
      for (int left = random.nextInt(4); left > 0; left--) {
        ranges.add(random.nextBoolean() ? AffectedRange.before("0.1." + left) : range(random));
      }
      advisories.add(
          new Advisory(
              "CVE-2024-" + i,
              List.of(),
              List.of(),
              SampleDatabase.GHSA,
              name,
              ranges,
              random.nextInt(4) == 0 ? List.of(WORDS.get(random.nextInt(WORDS.size()))) : List.of(),
              random.nextInt(5) == 0 ? Status.NOT_AFFECTED : Status.FIXED,
              Severity.LOW,
              ""));
    }
    return advisories;
  }

  @Test
  void isWhatTheAdvisoriesSayThemselves() throws IOException {
    Random random = new Random(3);
    try (DatabaseWriter writer = DatabaseWriter.begin(root, Progress.SILENT)) {
      for (int i = 0; i < PACKAGES; i++) {
        for (Advisory advisory : advisories(random, "package-" + i)) {
          writer.advisory(SampleDatabase.NPM, advisory);
          writer.advisory(DEBIAN, advisory);
        }
      }
      writer.endSource(SampleDatabase.source("sample", "x"));
      writer.finish(partition -> false);
    }
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      assertEquals(List.of(), db.verify());
      int held = hold(db, SampleDatabase.NPM, new Npm()) + hold(db, DEBIAN, new Deb());
      int asked = 2 * PACKAGES * WORDS.size();
      assertTrue(held > asked / 5 && held < asked * 4 / 5, held + " of " + asked);
    }
  }

  private static int hold(AdvisoryDb db, Ecosystem ecosystem, VersionScheme scheme) {
    int held = 0;
    for (int i = 0; i < PACKAGES; i++) {
      String name = "package-" + i;
      for (String version : WORDS) {
        Installed installed = new Installed(scheme, version, true);
        boolean expected =
            db.lookup(ecosystem, name).stream()
                .anyMatch(a ->
                    a.status() != Status.NOT_AFFECTED && VersionRange.affects(scheme, a, version));
        assertEquals(expected, db.mayHold(ecosystem, name, installed), name + " " + version);
        Installed byText = new Installed(scheme, version, false);
        assertEquals(expected, db.mayHold(ecosystem, name, byText), name + " " + version);
        held += expected ? 1 : 0;
      }
    }
    return held;
  }
}
