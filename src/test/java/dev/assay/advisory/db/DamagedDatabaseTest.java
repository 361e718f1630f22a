package dev.assay.advisory.db;

import static dev.assay.advisory.db.SampleDatabase.NPM;
import static dev.assay.advisory.db.SampleDatabase.advisory;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.DatabaseFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A damaged database answers right or not at all.
final class DamagedDatabaseTest {
  private static final int PACKAGES = 1_500;
  @TempDir Path root;
  private Path file = Path.of("");
  private byte[] whole = {};

  @BeforeEach
  void write() throws IOException {
    Manifest manifest = SampleDatabase.write(root, PACKAGES, "2.0");
    String name = manifest.find(PartitionId.advisories(NPM)).orElseThrow().file();
    file = root.resolve("partitions").resolve(name);
    whole = Files.readAllBytes(file);
  }

  /// @return whether any look-up was refused
  private boolean isRefused() {
    boolean isRefused = false;
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      for (int i = 0; i < PACKAGES; i += 11) {
        try {
          assertEquals(
              List.of(advisory("GHSA-" + i, "package-" + i, "2.0")),
              db.lookup(NPM, "package-" + i));
        } catch (DatabaseFailure e) {
          assertTrue(message(e).contains("advisories/npm"), message(e));
          isRefused = true;
        }
      }
    }
    return isRefused;
  }

  @Test
  void aManifestOfAnotherFormatIsNotCalledDamaged() throws IOException {
    Path manifest = root.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceFirst("\"format\":2", "\"format\":1"));
    DatabaseFailure failure =
        assertThrows(DatabaseFailure.class, () -> AdvisoryDb.open(root).close());
    assertEquals(
        "cannot read the manifest of the advisory database: its format is 1, not 2",
        failure.getMessage());
    assertTrue(failure.hint().contains("another version of Assay"), failure.hint());
  }

  @Test
  void aManifestBelowAFileIsToldWithoutJavasWords() throws IOException {
    Path below = file.resolve("db"); // of a file that is there
    String message =
        message(assertThrows(DatabaseFailure.class, () -> AdvisoryDb.open(below).close()));
    assertTrue(message.contains("advisory database"), message);
    assertFalse(message.contains("Exception"), message);
  }

  private List<String> problems() {
    try (AdvisoryDb db = AdvisoryDb.open(root)) {
      return db.verify();
    }
  }

  @Test
  void everyFlippedBitIsNoticedByTheFullCheckAndNoneChangesAnAnswer() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = whole.clone();
      // Every byte of the header, then anywhere.
      int at = round < 128 ? round : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      isRefused();
      assertEquals(1, problems().size(), "byte " + at);
    }
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 60; round++) {
      int length = round < 20 ? round * 8 : random.nextInt(whole.length);
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(isRefused(), "length " + length);
      assertEquals(1, problems().size());
    }
    Files.delete(file);
    assertTrue(isRefused());
  }

  @Test
  void aFileOfAnotherPartitionIsRefused() throws IOException {
    Manifest manifest = AdvisoryDb.manifest(root).orElseThrow();
    String other = manifest.find(PartitionId.enrichment("nvd")).orElseThrow().file();
    Files.write(file, Files.readAllBytes(root.resolve("partitions").resolve(other)));
    assertTrue(isRefused());
  }

  @Test
  void aFileWithAFalseChecksumPutRightIsStillNotTheOneTheManifestNames() throws IOException {
    SampleDatabase.write(root, PACKAGES, "3.0");
    Manifest manifest = AdvisoryDb.manifest(root).orElseThrow();
    String name = manifest.find(PartitionId.advisories(NPM)).orElseThrow().file();
    Files.write(root.resolve("partitions").resolve(name), whole);
    DatabaseFailure failure =
        assertThrows(
            DatabaseFailure.class,
            () -> {
              try (AdvisoryDb db = AdvisoryDb.open(root)) {
                db.lookup(NPM, "package-1");
              }
            });
    assertTrue(message(failure).contains("not the one the manifest names"));
  }

  @Test
  void aDamagedManifestIsRefusedAndANewBuildReplacesIt() throws IOException {
    Path manifest = root.resolve("manifest.json");
    byte[] json = Files.readAllBytes(manifest);
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      byte[] bytes =
          round % 2 == 0 ? json.clone() : Arrays.copyOf(json, random.nextInt(json.length));
      if (round % 2 == 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(manifest, bytes);
      try {
        isRefused();
      } catch (DatabaseFailure e) {
        assertTrue(message(e).contains("manifest"));
      }
    }
    Files.writeString(manifest, "{}");
    assertThrows(DatabaseFailure.class, () -> AdvisoryDb.open(root));
    SampleDatabase.write(root, PACKAGES, "2.0");
    assertEquals(List.of(), problems());
  }

  @Test
  void aManifestCannotLeadOutOfTheFolder() throws IOException {
    Path manifest = root.resolve("manifest.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replace(file.getFileName().toString(), "../../../etc/passwd"));
    assertThrows(DatabaseFailure.class, () -> AdvisoryDb.open(root));
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
