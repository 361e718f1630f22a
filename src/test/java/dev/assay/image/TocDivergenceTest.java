package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.index.SampleForms;
import dev.assay.image.limit.Limits;
import dev.assay.model.LayerInventory;
import dev.assay.support.StargzBytes;
import dev.assay.support.TarBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// eStargz layers whose table of contents is not their archive's.
class TocDivergenceTest {
  private static final String START =
      "stargz.index.json: layer.toc-divergence: the table of contents is not the archive's: ";

  private static List<String> gaps(byte[] layer) throws IOException {
    LayerInventory inventory =
        new LayerAnalysis(BuiltIns.analyzers(), Limits.STANDARD).read(new Samples.Bytes(layer));
    return inventory.gaps().stream().map(Object::toString).toList();
  }

  private static StargzBytes honest() {
    return new StargzBytes()
        .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n")
        .file("./usr/share/a", "a")
        .symlink("bin", "usr/bin")
        .hardLink("usr/share/b", "./usr/share/a")
        .file("usr/share/empty", "");
  }

  @Test
  void aRealLayerDoesNotDiverge() throws IOException {
    for (SampleForms.Form form : SampleForms.all()) {
      assertEquals(List.of(), gaps(form.bytes()), form.name());
    }
  }

  @Test
  void anHonestTableSaysNothing() throws IOException {
    assertEquals(List.of(), gaps(honest().finish().bytes()));
  }

  /// `src/test/resources/image/toc-hides-a-package.tar.gz`, made by `StargzBytes`.
  @Test
  void aTableThatHidesAPackageIsFoundOut() throws IOException {
    byte[] layer;
    try (InputStream in =
        Objects.requireNonNull(
            TocDivergenceTest.class.getResourceAsStream("/image/toc-hides-a-package.tar.gz"))) {
      layer = in.readAllBytes();
    }
    assertEquals(
        List.of(
            START
                + "it leaves out 1 of the archive's entries, such as"
                + " `srv/node_modules/evil/package.json`"),
        gaps(layer));
  }

  @Test
  void aTableThatInventsOrChangesFilesIsFoundOut() throws IOException {
    byte[] truth = "P:busybox\nV:1.0.0-r0\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);
    byte[] lie = "P:busybox\nV:9.9.9-r9\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of(START + "it has another digest for files, such as `lib/apk/db/installed`"),
        gaps(
            honest()
                .file("lib/apk/db/installed", truth, "lib/apk/db/installed", lie)
                .finish()
                .bytes()));
    assertEquals(
        List.of(START + "it lists 1 entries that the archive does not have so, such as `opt/new`"),
        gaps(honest().listed("{\"name\":\"opt/new\",\"type\":\"dir\"}").finish().bytes()));
    assertEquals(
        List.of(START + "it cannot be read: the table of contents is of an unknown version"),
        gaps(honest().finish(json -> json.replace(":1,\"entries", ":7,\"entries")).bytes()));
  }

  @Test
  void aFileThatMerelyHasTheNameIsNoTable() throws IOException {
    assertEquals(
        List.of(), gaps(new TarBytes().file("stargz.index.json", "[]").file("a", "b").gzip()));
  }
}
