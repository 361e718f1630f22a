package dev.assay.analyze.language.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownGroupsTest {
  /// The coordinates on Maven Central.
  @ParameterizedTest
  @CsvSource({
    "dataflow-errorprone, 3.41.0-eisop1, io.github.eisop",
    "dataflow-errorprone, 3.41.0, org.checkerframework",
    "asm, 3.3.1, asm",
    "asm-tree, 9.5, org.ow2.asm",
    "groovy, 4.0.2, org.apache.groovy",
    "no-such-artifact, 1.0, ''"
  })
  void goByArtifactAndVersion(String artifact, String version, String group) {
    assertEquals(group, KnownGroups.of(artifact, version));
  }
}
