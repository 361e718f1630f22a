package dev.assay.cli.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {
  @ParameterizedTest
  @CsvSource({
    "5m0s, PT5M",
    "90s, PT1M30S",
    "1h, PT1H",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    "300ms, PT0.3S",
    ".5s, PT0.5S",
    "2us, PT0.000002S",
    "2µs, PT0.000002S",
    "0, PT0S",
    "100h0m0.25s, PT100H0.25S",
    "1.000000001h, PT1H0.0000036S",
    "999999999999.999999999us, PT277H46M39.999999999S",
    "2562047h, PT2562047H",
    "5.m, PT5M"
  })
  void readsDurationsAsGoDoes(String text, Duration expected) {
    assertEquals(Optional.of(expected), GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "m",
        "5 m",
        "-5m",
        "5m x",
        "x5m",
        "5mm",
        "1d",
        "999999999999h",
        "2562048h",
        "2562047h2562047h",
        "5m.",
        "."
      })
  void whatIsNoDurationIsNone(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "1k, 1000",
    "1KB, 1000",
    "1KiB, 1024",
    "10GB, 10000000000",
    "10 GB, 10000000000",
    "1.5M, 1500000",
    "2GiB, 2147483648",
    "3TB, 3000000000000",
    "999999999999.999K, 999999999999999",
    "8388607T, 8388607000000000000",
    "0.001KiB, 1"
  })
  void readsSizesInPowersOf1000And1024(String text, long expected) {
    assertEquals(Optional.of(expected), ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GB", "-1", "1ib", "1.GB", "10XB", "1e9", "9223373T", "999999999999T"})
  void whatIsNoSizeIsNone(String text) {
    assertEquals(Optional.empty(), ByteSize.parse(text));
  }

  @Test
  void anyTextIsReadOrRefusedAndNeverThrows() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append("0123456789.smhunµ kKMGTiB-".charAt(random.nextInt(26)));
      }
      GoDuration.parse(text.toString())
          .ifPresent(time -> assertTrue(!time.isNegative(), text::toString));
      ByteSize.parse(text.toString()).ifPresent(size -> assertTrue(size >= 0, text::toString));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "severty, severity",
    "serverity, severity",
    "ignore-unfixd, ignore-unfixed",
    "fromat, format",
    "HIHG, high"
  })
  void suggestsTheNearestWord(String typed, String meant) {
    assertEquals(
        Optional.of(meant),
        Suggestion.nearest(typed, List.of("severity", "ignore-unfixed", "format", "high")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "completely-else", "no"})
  void suggestsNothingWhereNothingIsNear(String typed) {
    assertEquals(
        Optional.empty(), Suggestion.nearest(typed, List.of("severity", "format", "output", "fs")));
  }

  @Test
  void theDistanceOfWordsIsSymmetric() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      String a = word(random);
      String b = word(random);
      assertEquals(Suggestion.distance(a, b), Suggestion.distance(b, a));
      assertEquals(0, Suggestion.distance(a, a));
      assertTrue(Suggestion.distance(a, b) <= Math.max(a.length(), b.length()));
    }
  }

  private static String word(Random random) {
    return random
        .ints(random.nextInt(8), 'a', 'd')
        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
        .toString();
  }
}
