package dev.assay.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.failure.InputFailure;
import dev.assay.image.limit.Limit;
import dev.assay.image.limit.Limits;
import dev.assay.image.write.LayerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final int PACKAGES = 100_000;

  @Test
  void layersTakeFromTheirImageTogether() {
    Budget image = new Budget(100);
    Budget one = new Budget(80, image);
    Budget other = new Budget(80, image);
    assertTrue(one.take(60));
    assertFalse(one.take(30));
    assertTrue(other.take(40));
    assertThrows(Budget.Exhausted.class, () -> other.take(1));
  }

  private static byte[] layer() throws IOException {
    StringBuilder status = new StringBuilder();
    for (int i = 0; i < PACKAGES; i++) {
      status.append("Package: libpackage").append(i).append("-dev\n");
      status.append("Status: install ok installed\nArchitecture: amd64\n");
      status.append("Maintainer: A Team <team@lists.example.org>\n");
      status.append("Source: source-").append(i / 3).append("\nVersion: 1.2.3-4+deb12u1\n");
      status.append("Depends: libc6 (>= 2.34), libgcc-s1 (>= 3.0), debconf | debconf-2.0\n\n");
    }
    return new LayerBuilder().file("var/lib/dpkg/status", status.toString()).build().content();
  }

  private static InputFailure failure(LayerAnalysis layers, byte[] layer, long held) {
    return assertThrows(
        InputFailure.class,
        () -> layers.read(new ByteArrayInputStream(layer), Optional.empty(), "layer", held));
  }

  @Test
  void hundredThousandPackagesAreReadAndMoreThanTheImageMayHoldIsRefused() throws IOException {
    LayerAnalysis layers = new LayerAnalysis(List.of(new DpkgAnalyzer()), Limits.STANDARD);
    byte[] layer = layer();
    var read = layers.read(new ByteArrayInputStream(layer), Optional.empty(), "layer");
    var status = read.files().get("var/lib/dpkg/status");
    // All packages are there; that so many leave no room to tell who needs whom is said.
    assertEquals(
        List.of("var/lib/dpkg/status: too many packages, the dependencies of some are left out"),
        status == null ? List.of() : status.gaps().stream().map(Object::toString).toList());
    assertEquals(PACKAGES, status == null ? 0 : status.components().size());
    InputFailure failure = failure(layers, layer, Limit.IMAGE_INVENTORY.standard() - (10 << 20));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("(limit image-inventory)"),
        failure::getMessage);
  }
}
