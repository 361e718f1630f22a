package dev.assay.format.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.InputFailure;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactKeysTest {
  private static final String DOCUMENT = "{\"schemaVersion\":2}";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  void anotherEncodingIsRefused(String encoding) {
    byte[] content = DOCUMENT.getBytes(Charset.forName(encoding));
    InputFailure refused =
        assertThrows(InputFailure.class, () -> ExactKeys.parse(content, "manifest of x"));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith("it is not written in UTF-8"),
        refused::getMessage);
  }

  @Test
  void itsOwnIsRead() {
    byte[] content = DOCUMENT.getBytes(StandardCharsets.UTF_8);
    assertEquals(2, ExactKeys.parse(content, "x").at("schemaVersion").whole().orElse(0L));
  }
}
