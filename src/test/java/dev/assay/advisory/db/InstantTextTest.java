package dev.assay.advisory.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantTextTest {
  @Test
  void readsTimesAsTheJdkDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L));
      assertEquals(time, InstantText.parse(time.toString()));
      Instant finer =
          time.plusNanos(random.nextLong(1_000_000_000L) / 1000 * random.nextLong(1000));
      assertEquals(finer, InstantText.parse(finer.toString()));
    }
    for (String text :
        new String[] {
          "2024-02-29T00:00:00Z",
          "2024-01-01T24:00:00Z",
          "2016-12-31T23:59:60Z",
          "2024-01-01T01:02:03.456Z",
          "2024-01-01T01:02:03.4Z",
          "2024-01-01T01:02:03.000000001Z"
        }) {
      assertEquals(Instant.parse(text), InstantText.parse(text), text);
    }
    for (String text :
        new String[] {
          "",
          "2024-02-30T00:00:00Z",
          "2024-13-01T00:00:00Z",
          "2024-01-01T25:00:00Z",
          "2024-01-01 00:00:00Z",
          "2024-01-01T00:00:00.1234567890Z",
          "2024-01-01T00:00:00.1xZ",
          "2024-01-01T00:00:00.1",
          "x"
        }) {
      assertThrows(DateTimeException.class, () -> InstantText.parse(text), text);
    }
  }
}
