package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.model.LayerInventory;
import dev.assay.support.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers that other people's tools made.
final class RealLayersTest {
  private static final String DIFF_ID =
      "sha256:1bccf10afce5c1ffe31381419930ad565c1436eaeb1ca680494b0663e0028419";

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(TestData.require(name));
  }

  @Test
  void oneLayerInThreeFormsSaysTheSame() throws IOException {
    LayerInventory gzip = Samples.analysis().read(new Samples.Bytes(bytes("layers/alpine.tar.gz")));
    assertEquals(Optional.of(Digest.parse(DIFF_ID)), gzip.diffId());
    assertEquals(14, Samples.facts(gzip, "lib/apk/db/installed").components().size());

    LayerInventory chunked =
        Samples.analysis().read(new Samples.Bytes(bytes("layers/alpine.zstd-chunked.tar.zst")));
    assertEquals(Optional.of(Digest.parse(DIFF_ID)), chunked.diffId());
    same(gzip, chunked);
    assertEquals(gzip.others(), chunked.others());

    LayerInventory stargz =
        Samples.analysis().read(new Samples.Bytes(bytes("layers/alpine.estargz.tar.gz")));
    same(gzip, stargz);
    assertTrue(stargz.others().contains("stargz.index.json"));
  }

  private static void same(LayerInventory one, LayerInventory other) {
    assertEquals(one.files(), other.files());
    assertEquals(one.symlinks(), other.symlinks());
    assertEquals(one.whiteouts(), other.whiteouts());
    assertEquals(one.gaps(), other.gaps());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10.9", "3.18.9"})
  void readsAlpinesOwnArchives(String release) throws IOException {
    LayerInventory layer =
        Samples.analysis()
            .read(
                new Samples.Bytes(bytes("images/alpine-minirootfs-" + release + "-x86_64.tar.gz")));
    assertTrue(Samples.facts(layer, "lib/apk/db/installed").components().size() >= 14);
    assertTrue(layer.symlinks().containsKey("bin/ls"));
    assertEquals(0, layer.gaps().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpine.tar.gz", "alpine.estargz.tar.gz", "alpine.zstd-chunked.tar.zst"})
  void damageEndsInAFailureOrIsHarmless(String name) throws IOException {
    byte[] layer = bytes("layers/" + name);
    var random = new Random(name.hashCode());
    int failures = 0;
    for (int round = 0; round < 25; round++) {
      byte[] damaged = layer.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      if (round % 5 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try {
        Samples.analysis().read(new Samples.Bytes(damaged));
      } catch (InputFailure e) {
        failures++;
      }
    }
    assertTrue(failures >= 20, "damage is found: " + failures);
  }
}
