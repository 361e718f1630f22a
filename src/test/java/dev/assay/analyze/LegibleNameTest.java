package dev.assay.analyze;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.analyze.os.DpkgAnalyzer;
import dev.assay.model.FileFacts;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LegibleNameTest {
  @Test
  void bytesThatAreNoUtf8AreAGapThatSaysSoAndTheRestCounts() throws IOException {
    byte[] status =
        "Package: \u00ff\u00fe\nVersion: 1\n\nPackage: kept\nVersion: 1\n\n".getBytes(ISO_8859_1);
    FileFacts facts = Fixture.read(new DpkgAnalyzer(), "var/lib/dpkg/status", status);
    assertEquals("kept", facts.components().getFirst().name());
    assertEquals(1, facts.components().size());
    assertEquals(
        "a package whose name has bytes that are no UTF-8: `\uFFFD\uFFFD`",
        facts.gaps().getFirst().problem());
  }
}
