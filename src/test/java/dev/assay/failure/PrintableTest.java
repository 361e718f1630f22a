package dev.assay.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void leavesNothingThatATerminalWouldObey() {
    String hostile = "a\u001b[2Jb\rc\nd\u009be\u202ef\u2066g\u2028h\ud800i";
    assertEquals("a [2Jb c d e f g h i", Printable.of(hostile, 100));
  }

  @Test
  void leavesWordsOfAllLanguages() {
    assertEquals("Übergröße 東京 naïve", Printable.of("Übergröße 東京 naïve", 100));
  }

  @Test
  void boundsAndCleansWhatAnyFailureSays() {
    Failure failure =
        new RemoteFailure(
            "cannot x: \u001b]0;pwned\u0007\nhint: run `rm`" + "y".repeat(9_000), "\u001b[1m");
    assertTrue(failure.getMessage().chars().noneMatch(Character::isISOControl));
    assertTrue(failure.getMessage().length() <= 2_001);
    assertEquals("[1m", failure.hint());
  }
}
