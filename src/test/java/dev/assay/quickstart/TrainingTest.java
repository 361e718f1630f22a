package dev.assay.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import dev.assay.image.LayerAnalysis;
import dev.assay.image.limit.Limits;
import dev.assay.model.FileFacts;
import dev.assay.model.LayerInventory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingTest {
  @Test
  void thereIsSomethingOfEveryLargeKindAndNothingIsDamaged() throws IOException {
    var analysis = new LayerAnalysis(BuiltIns.analyzers(), Limits.STANDARD);
    var counts = new TreeMap<String, Integer>();
    long unpacked = 0;
    for (byte[] blob : Training.image().blobs().values()) {
      if (blob[0] == 0x1f) {
        LayerInventory layer =
            analysis.read(new ByteArrayInputStream(blob), Optional.empty(), "a layer");
        unpacked += layer.unpackedBytes();
        layer.files().values().stream()
            .map(FileFacts::components)
            .flatMap(all -> all.stream())
            .forEach(c -> counts.merge(c.type().toString(), 1, Integer::sum));
        assertEquals(
            0, layer.files().values().stream().mapToInt(f -> f.gaps().size()).sum(), "gaps");
      }
    }
    assertTrue(counts.values().stream().filter(n -> n >= 40).count() >= 4, counts.toString());
    assertTrue(unpacked > 10_000_000, "too little to get warm: " + unpacked);
  }
}
