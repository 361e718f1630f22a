package dev.assay.version;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.builtin.BuiltIns;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainVersionTest {
  private static long of(String text) {
    byte[] bytes = ("x" + text + "1").getBytes(US_ASCII);
    return PlainVersion.of(bytes, 1, bytes.length - 1);
  }

  private static String random(Random random, int numbers) {
    int[] limits = {2, 12, 300, 32_768};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers; i++) {
      text.append(i > 0 ? "." : "").append(random.nextInt(limits[random.nextInt(4)]));
    }
    return text.toString();
  }

  /// What a database leaves out rests on this: a scheme that orders plain versions otherwise must
  /// not be asked for by their numbers.
  @Test
  void everySchemeOrdersThemAsTheirNumbersAre() {
    Random random = new Random(11);
    for (VersionScheme scheme : BuiltIns.versionSchemes()) {
      for (int round = 0; round < 20_000; round++) {
        int numbers = 1 + random.nextInt(4);
        String a = random(random, numbers);
        String b = round % 3 == 0 ? a : random(random, numbers);
        assertTrue(PlainVersion.areComparable(of(a), of(b)), a + " " + b);
        assertEquals(
            Long.signum(Long.compare(of(a), of(b))),
            Integer.signum(scheme.compare(a, b)),
            scheme.name() + ": " + a + " " + b);
      }
    }
  }

  @Test
  void isNothingElseThanNumbersAndDots() {
    for (String text :
        List.of(
            "",
            ".",
            "1.",
            ".1",
            "1..2",
            "01",
            "1.00",
            "1.2.3.4.5",
            "v1",
            "1.2-3",
            "1:2",
            "1.x",
            "1.2.3.32768",
            "1.2.1048576",
            "1.1000000000",
            "-1",
            "1 ",
            "1/2",
            "1:")) {
      assertEquals(0, of(text), text);
    }
    for (String text : List.of("0", "0.0", "1.0.0", "999999999", "1.999999999", "1.2.1048575")) {
      assertTrue(of(text) != 0, text);
    }
    assertFalse(PlainVersion.areComparable(of("1.0"), of("1.0.0")));
    assertFalse(PlainVersion.areComparable(0, 0));
  }
}
