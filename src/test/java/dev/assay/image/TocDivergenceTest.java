package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.index.SampleForms;
import dev.assay.image.limit.Limits;
import dev.assay.model.LayerInventory;
import dev.assay.support.StargzBytes;
import dev.assay.support.StargzBytes.Form;
import dev.assay.support.TarBytes;
import dev.assay.support.ZstdBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers whose table of contents is not their archive's.
class TocDivergenceTest {
  private static final String START =
      "layer.toc-divergence: the table of contents is not the archive's: ";
  private static final byte[] TRUTH =
      "P:busybox\nV:1.0.0-r0\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LIE =
      "P:busybox\nV:9.9.9-r9\nA:x86_64\n\n".getBytes(StandardCharsets.UTF_8);

  private static List<String> gaps(byte[] layer) throws IOException {
    LayerInventory inventory =
        new LayerAnalysis(BuiltIns.analyzers(), Limits.STANDARD).read(new Samples.Bytes(layer));
    return inventory.gaps().stream().map(Object::toString).toList();
  }

  /// The gap of a layer of that form.
  private static String gap(Form form, String problem) {
    String table = form == Form.STARGZ ? "stargz.index.json" : "zstd:chunked manifest";
    return table + ": " + START + problem;
  }

  private static StargzBytes honest(Form form) {
    return new StargzBytes(form)
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

  /// `src/test/resources/image/index/small.*.tar.zst`, made by Podman's and containerd's libraries.
  @Test
  void realZstdChunkedLayersOfBothDialectsDoNotDiverge() throws IOException {
    for (String dialect : List.of("podman", "containerd")) {
      assertEquals(List.of(), gaps(resource("index/small." + dialect + ".tar.zst")), dialect);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TocDivergenceTest.class.getResourceAsStream("/image/" + name))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anHonestTableSaysNothing(Form form) throws IOException {
    assertEquals(List.of(), gaps(honest(form).finish().bytes()));
  }

  /// `src/test/resources/image/toc-hides-a-package.tar.gz`, made by `StargzBytes`.
  @Test
  void aTableThatHidesAPackageIsFoundOut() throws IOException {
    assertEquals(
        List.of(
            gap(
                Form.STARGZ,
                "it leaves out 1 of the archive's entries, such as"
                    + " `srv/node_modules/evil/package.json`")),
        gaps(resource("toc-hides-a-package.tar.gz")));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aTableThatHidesInventsOrChangesFilesIsFoundOut(Form form) throws IOException {
    String evil = "srv/node_modules/evil/package.json";
    assertEquals(
        List.of(gap(form, "it leaves out 1 of the archive's entries, such as `" + evil + "`")),
        gaps(
            honest(form)
                .hidden(evil, "{\"name\":\"evil\",\"version\":\"1.0.0\"}")
                .finish()
                .bytes()));
    assertEquals(
        List.of(gap(form, "it has another digest for files, such as `lib/apk/db/installed`")),
        gaps(
            honest(form)
                .file("lib/apk/db/installed", TRUTH, "lib/apk/db/installed", LIE)
                .finish()
                .bytes()));
    assertEquals(
        List.of(
            gap(form, "it lists 1 entries that the archive does not have so, such as `opt/new`")),
        gaps(honest(form).listed("{\"name\":\"opt/new\",\"type\":\"dir\"}").finish().bytes()));
    assertEquals(
        List.of(gap(form, "it cannot be read: the table of contents is of an unknown version")),
        gaps(honest(form).finish(json -> json.replace(":1,\"entries", ":7,\"entries")).bytes()));
  }

  @Test
  void aTableThatOnlyAnAnnotationCouldLeadToIsHeldAgainstTheArchiveToo() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(honest(Form.PODMAN).finish().bytes());
    String other = "{\"entries\":[{\"name\":\"opt/new\",\"type\":\"dir\"}],\"version\":1}";
    bytes.writeBytes(ZstdBytes.skipped(ZstdBytes.frame(other.getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        List.of(
            gap(
                Form.PODMAN,
                "it leaves out 5 of the archive's entries, such as `etc/os-release`; it lists 1"
                    + " entries that the archive does not have so, such as `opt/new`")),
        gaps(bytes.toByteArray()));
  }

  @Test
  void aFooterThatLeadsNowhereIsFoundOut() throws IOException {
    byte[] layer = honest(Form.CONTAINERD).finish().bytes();
    layer[layer.length - 40] ^= 1;
    assertEquals(
        List.of(gap(Form.CONTAINERD, "it is not where the layer's footer says")), gaps(layer));
    layer[layer.length - 34] = 1;
    assertEquals(
        List.of(gap(Form.CONTAINERD, "the position of its table of contents is out of the layer")),
        gaps(layer));
  }

  @Test
  void manyFramesToSkipAreNotHeldInMemory() throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] much = ZstdBytes.skipped(new byte[9 << 20]);
    for (int i = 0; i < 4; i++) {
      bytes.writeBytes(much);
    }
    bytes.writeBytes(honest(Form.PODMAN).finish().bytes());
    assertEquals(
        List.of(gap(Form.PODMAN, "of more than 33554432 bytes in frames to skip, none is read")),
        gaps(bytes.toByteArray()));
  }

  @Test
  void aFileThatMerelyHasTheNameIsNoTable() throws IOException {
    assertEquals(
        List.of(), gaps(new TarBytes().file("stargz.index.json", "[]").file("a", "b").gzip()));
  }
}
