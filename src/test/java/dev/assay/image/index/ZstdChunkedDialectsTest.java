package dev.assay.image.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.format.toc.ZstdChunkedFooter;
import dev.assay.format.toc.ZstdChunkedPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same small archive as Podman's library packs it, and as containerd's does:
/// `src/test/resources/image/index`, by `bench/pack`.
class ZstdChunkedDialectsTest {
  private record Packed(
      String name, Map<String, String> annotations, ZstdChunkedPosition position, int footerBytes) {
    byte[] bytes() throws IOException {
      try (InputStream in =
          Objects.requireNonNull(
              ZstdChunkedDialectsTest.class.getResourceAsStream(
                  "/image/index/" + name + ".tar.zst"))) {
        return in.readAllBytes();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Packed> dialects() {
    return List.of(
        new Packed(
            "small.podman",
            Map.of(
                "io.github.containers.zstd-chunked.manifest-checksum",
                "sha256:5997af64c4e98b1da7aa1da18a658a658da09619469bc0d4dd6eef65b315439b",
                "io.github.containers.zstd-chunked.manifest-position",
                "698:512:1949:1"),
            new ZstdChunkedPosition(698, 512, 1949),
            64),
        new Packed(
            "small.containerd",
            Map.of(
                "containerd.io/snapshot/stargz/toc.digest",
                "sha256:afe3782d4b7e24666e064c66c08b2c45ca2afe44137c5e1b9d315e9b987a9081",
                "io.containers.zstd-chunked.manifest-checksum",
                "sha256:bae8f2447021723d0660e933b65c8ea225db21d2571bbaab169ea3f56112d80b",
                "io.containers.zstd-chunked.manifest-position",
                "834:605:2311:1"),
            new ZstdChunkedPosition(834, 605, 2311),
            40));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void theTableIsReadByWhatTheManifestSays(Packed layer) throws IOException {
    var ranges = new MemoryRanges(layer.bytes());
    LayerIndex index =
        TocIndex.zstdChunked(ranges, ZstdChunkedClaim.of(layer.annotations()).orElseThrow());
    assertEquals("zstd:chunked", index.kind());
    var files = new ArrayList<String>();
    try (var reader = new BlockReader(index, ranges)) {
      index.entries(entry -> {
        if (entry.path().endsWith("package.json") || entry.path().endsWith("installed")) {
          files.add(new String(new SlicedContent(entry, reader).readAllBytes()));
        }
      });
    }
    assertEquals(
        List.of(
            "P:busybox\nV:1.36.1-r29\nA:x86_64\n\n", "{\"name\":\"one\",\"version\":\"1.0.0\"}"),
        files);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void theFooterSaysTheSame(Packed layer) throws IOException {
    byte[] bytes = layer.bytes();
    byte[] footer = Arrays.copyOfRange(bytes, bytes.length - layer.footerBytes(), bytes.length);
    assertEquals(Optional.of(layer.position()), ZstdChunkedFooter.parse(footer, bytes.length));
    footer[footer.length - 1] ^= 1;
    assertEquals(Optional.empty(), ZstdChunkedFooter.parse(footer, bytes.length));
    assertEquals(Optional.empty(), ZstdChunkedFooter.parse(new byte[0], bytes.length));
  }
}
