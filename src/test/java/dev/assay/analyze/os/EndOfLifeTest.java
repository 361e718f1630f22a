package dev.assay.analyze.os;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndOfLifeTest {
  @ParameterizedTest
  @CsvSource({
    "alpine, 3.10.9, 2021-05-01",
    "alpine, 3.22.1, 2027-05-01",
    "debian, 11.6, 2026-08-31",
    "debian, 12, 2028-06-30",
    "debian, 6.0.10, 2016-02-29",
    "ubuntu, 20.04, 2025-05-31",
    "redhat, 8.4, 2029-05-31",
    "centos, 7.9.2009, 2024-06-30",
    "amazon, 2 (Karoo), 2026-06-30",
    "amazon, AMI release 2018.03, 2023-12-31",
    "amazon, 2023.3.20240108 (Amazon Linux), 2029-06-30",
    "sles, 15, 2019-12-31",
    "sles, 15.7, 2031-07-31",
    "opensuse-leap, 15.6, 2026-04-30",
  })
  void knowsTheDate(String family, String name, String date) {
    assertEquals(Optional.of(LocalDate.parse(date)), EndOfLife.of(family, name));
  }

  @ParameterizedTest
  @CsvSource({
    "alpine, 3.99.0",
    "alpine, ''",
    "sles, 15.9",
    "wolfi, 20230201",
    "debian, trixie/sid",
    "x, .."
  })
  void doesNotGuess(String family, String name) {
    assertEquals(Optional.empty(), EndOfLife.of(family, name));
  }

  @Test
  void everyDateIsOne() {
    EndOfLife.load()
        .forEach((release, date) -> assertDoesNotThrow(() -> LocalDate.parse(date), release));
  }

  @Test
  void refusesATableThatContradictsItself() {
    assertThrows(
        IllegalArgumentException.class, () -> EndOfLife.parse("a 1 2020-01-01\na 1 2021-01-01\n"));
  }
}
