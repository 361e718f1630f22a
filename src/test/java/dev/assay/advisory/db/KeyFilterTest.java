package dev.assay.advisory.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void hasEveryKeyItWasMadeOfAndFewOthers() {
    for (int count : new int[] {0, 1, 2, 100, 20_000}) {
      long[] hashes = new long[count + 1];
      for (int i = 0; i < count; i++) {
        hashes[i] = KeyFilter.hash(key("package-" + i));
      }
      KeyFilter filter = new KeyFilter(KeyFilter.of(hashes, count).bytes());
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        assertTrue(filter.mayHave(key("package-" + i)), "package-" + i);
      }
      for (int i = 0; i < 10_000; i++) {
        wrong += filter.mayHave(key("other-" + i)) ? 1 : 0;
      }
      assertTrue(wrong < 200, wrong + " of 10000 with " + count);
      assertFalse(count == 0 && wrong > 0);
    }
  }

  @Test
  void readsTimesAsTheJdkDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L));
      assertEquals(time, WholeSeconds.parse(time.toString()));
    }
    for (String text :
        new String[] {
          "2024-02-29T00:00:00Z",
          "2024-01-01T24:00:00Z",
          "2016-12-31T23:59:60Z",
          "2024-01-01T01:02:03.456Z"
        }) {
      assertEquals(Instant.parse(text), WholeSeconds.parse(text), text);
    }
    for (String text :
        new String[] {
          "",
          "2024-02-30T00:00:00Z",
          "2024-13-01T00:00:00Z",
          "2024-01-01T25:00:00Z",
          "2024-01-01 00:00:00Z",
          "x"
        }) {
      assertThrows(DateTimeException.class, () -> WholeSeconds.parse(text), text);
    }
  }
}
