package dev.assay.format.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNamesTest {
  @ParameterizedTest
  @CsvSource({
    "friendly-bard, friendly-bard", "Friendly-Bard, friendly-bard", "FRIENDLY-BARD, friendly-bard",
    "friendly.bard, friendly-bard", "friendly_bard, friendly-bard", "friendly--bard, friendly-bard",
    "FrIeNdLy-._.-bArD, friendly-bard", "a, a"
  })
  void givesEverySpellingTheSameName(String name, String normal) {
    assertEquals(normal, PythonNames.normalize(name));
  }

  @ParameterizedTest
  @CsvSource({
    "a, true",
    "zope.interface, true",
    "-a, false",
    "a_, false",
    "a b, false",
    "'', false"
  })
  void knowsANameWhenItSeesOne(String name, boolean expected) {
    assertEquals(expected, PythonNames.isName(name));
  }
}
