package dev.assay.advisory.db;

import static dev.assay.advisory.db.SampleDatabase.NPM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.model.DatabaseFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog saves time and changes no answer.
class CatalogTest {
  @TempDir Path root;
  private Path file = Path.of("");
  private byte[] packed = {};
  private byte[] json = {};
  private Manifest manifest = new Manifest(List.of(), List.of());

  @BeforeEach
  void write() throws IOException {
    manifest = SampleDatabase.write(root, 20, "2.0");
    file = root.resolve("catalog");
    packed = Files.readAllBytes(file);
    json = Files.readAllBytes(root.resolve("manifest.json"));
  }

  private void answersAsBefore() {
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      DatabaseFacts facts = manifest.facts();
      assertEquals(facts, db.facts());
      assertTrue(db.covers(NPM));
      assertFalse(db.covers(SampleDatabase.MAVEN));
      assertEquals(1, db.lookup(NPM, "package-3").size());
      assertEquals("long text", db.details(NPM, "CVE-1").orElseThrow().description());
      assertEquals(List.of(), db.verify());
    }
  }

  @Test
  void saysWhatTheManifestSays() {
    Catalog catalog = Catalog.read(packed, json).orElseThrow();
    assertEquals(manifest.facts(), catalog.facts());
    for (Manifest.Partition each : manifest.partitions()) {
      Catalog.Entry expected = new Catalog.Entry(each.file(), each.content(), each.sha256());
      assertEquals(expected, catalog.find(each.id()).orElseThrow());
      assertTrue(catalog.ids(each.id().kind()).contains(each.id()));
    }
    answersAsBefore();
  }

  @Test
  void oneThatIsMissingDamagedOrOfAnotherManifestCountsForNothing() throws IOException {
    Files.delete(file);
    answersAsBefore();
    Random random = new Random(8);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = Arrays.copyOf(packed, random.nextInt(packed.length + 1));
      if (bytes.length == packed.length || round % 2 == 0) {
        bytes = packed.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertTrue(Catalog.read(bytes, json).isEmpty());
    }
    byte[] other = json.clone();
    other[other.length / 2] ^= 1;
    assertTrue(Catalog.read(packed, other).isEmpty());
    Files.write(file, Arrays.copyOf(packed, packed.length / 2));
    answersAsBefore();
    SampleDatabase.write(root, 21, "3.0");
    Files.write(file, packed);
    manifest = AdvisoryDb.manifest(root).orElseThrow();
    answersAsBefore();
  }
}
