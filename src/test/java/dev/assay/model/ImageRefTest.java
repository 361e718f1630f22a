package dev.assay.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.failure.UsageFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRefTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:5000/app:1, write `127.0.0.1:5000/app:1`",
    "https://ghcr.io/org/app:1, write `ghcr.io/org/app:1`",
    "docker://alpine:3.20, write `alpine:3.20`",
    "ghcr.io/Org/App:1, write `org/app`",
    "'', a variable in the command is not set",
    "' ', a variable in the command is not set",
    "docker-archive:app.tar, use `--input app.tar`",
    "oci-archive:/tmp/x, use `--input /tmp/x`",
    "oci:./layout, use `--input ./layout`"
  })
  void saysHowToWriteWhatPeoplePaste(String text, String hint) {
    UsageFailure failure = assertThrows(UsageFailure.class, () -> ImageRef.parse(text));
    assertTrue(failure.hint().contains(hint), failure.hint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:1.2", "docker-archive:3", "oci"})
  void readsNamesThatOnlyLookLikeASchemes(String text) {
    assertEquals("docker.io", ImageRef.parse(text).host());
  }
}
