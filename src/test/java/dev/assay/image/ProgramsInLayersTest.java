package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.model.Gap;
import dev.assay.model.Inventory;
import dev.assay.model.Layer;
import dev.assay.model.LayerInventory;
import dev.assay.support.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Programs are known by their content, wherever they lie in a layer.
class ProgramsInLayersTest {
  private static final Path FIXTURES = Path.of("src/test/resources/analyze/program");
  private static final String STATUS =
      "Package: gosu\nStatus: install ok installed\nVersion: 1.17\nArchitecture: amd64\n\n";

  private static byte[] program(String fixture) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(fixture));
  }

  private static LayerInventory read(TarBytes tar, Limits limits) throws IOException {
    return new LayerAnalysis(BuiltIns.analyzers(), limits)
        .read(new ByteArrayInputStream(tar.gzip()), Optional.empty(), "layer");
  }

  private static Inventory merged(TarBytes tar) throws IOException {
    LayerInventory layer = read(tar, Limits.STANDARD);
    return InventoryMerge.merge(
        List.of(layer),
        List.of(new Layer(layer.digest(), layer.diffId().orElseThrow(), layer.sizeBytes(), "")));
  }

  private static List<String> names(Inventory inventory) {
    return inventory.components().stream().map(p -> p.component().name()).sorted().toList();
  }

  @Test
  void findsProgramsByTheirContent() throws IOException {
    var tar =
        new TarBytes()
            .file("readme", "a text longer than sixteen bytes")
            .file("opt/x/anything.bin", program("rust/tool"))
            .file("lib/libplain.so", libraryThatSaysNothing());
    assertEquals(List.of("regex", "tool"), names(merged(tar)));
    assertEquals(1, read(tar, Limits.STANDARD).files().size());
  }

  /// Headers of a program, and no part of one.
  private static byte[] libraryThatSaysNothing() throws IOException {
    byte[] library = Arrays.copyOf(program("go/usr/local/bin/app"), 64);
    Arrays.fill(library, 56, 64, (byte) 0);
    return library;
  }

  @Test
  void aProgramThatIsCutOffIsAGap() throws IOException {
    byte[] whole = program("go/usr/local/bin/app");
    var tar = new TarBytes().file("app", Arrays.copyOf(whole, whole.length / 2));
    assertEquals(
        List.of(
            "the build information of a Go program is damaged, or beyond what is read of one",
            "a program that ends before its own headers say: not all that it is made of is known"),
        merged(tar).gaps().stream().map(Gap::problem).toList());
  }

  @Test
  void readsProgramsBeyondTheLimitOfFiles() throws IOException {
    var tar = new TarBytes().file("app", program("go/usr/local/bin/app"));
    assertTrue(read(tar, Limits.STANDARD.with(Limit.FILE_BYTES, 10)).files().containsKey("app"));
  }

  @Test
  void keepsSilentAboutProgramsOfSystemPackages() throws IOException {
    var tar =
        new TarBytes()
            .file("var/lib/dpkg/status", STATUS)
            .file("var/lib/dpkg/info/gosu.list", "/.\n/usr/bin/gosu\n/usr/bin/bare\n")
            .file("usr/bin/gosu", program("go/usr/local/bin/app"))
            .file("usr/bin/bare", program("go-without-information/app"));
    Inventory inventory = merged(tar);
    assertEquals(List.of("gosu"), names(inventory));
    assertEquals(List.of(), inventory.gaps());
  }

  @Test
  void keepsANoteOnlyWhereNoDatabaseListsThePackage() throws IOException {
    byte[] noted = program("note/usr/lib64/libz.so.1");
    byte[] debian =
        new String(noted, StandardCharsets.ISO_8859_1)
            .replace("\"rpm\"", "\"deb\"")
            .replace("zlib-ng", "gosu123")
            .getBytes(StandardCharsets.ISO_8859_1);
    String status = STATUS.replace("gosu", "gosu123").replace("1.17", "2.2.3-1.fc41");
    assertEquals(List.of("zlib-ng"), names(merged(new TarBytes().file("libz.so.1", noted))));
    assertEquals(
        1,
        merged(new TarBytes().file("var/lib/dpkg/status", status).file("libz.so.1", debian))
            .components()
            .size());
  }
}
