package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.cli.TerminalProgress.Loudness;
import dev.assay.report.ReportOptions.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProgressTest {
  private static final String CLEAR = "\r\u001b[K";
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      Console.of(
          new ByteArrayInputStream(new byte[0]),
          new ByteArrayOutputStream(),
          err,
          Map.of("COLUMNS", "40"));
  private long now;

  private TerminalProgress progress(boolean progress, boolean warnings, boolean debug) {
    return new TerminalProgress(console, new Loudness(progress, warnings, debug), () -> now);
  }

  private String shown() {
    String text = err.toString(UTF_8);
    err.reset();
    return text;
  }

  @Test
  void showsWhatRunsOnOneLineAndClearsItAtTheEnd() {
    try (var progress = progress(true, true, false)) {
      progress.step("layer 1", 500_000, 1_000_000);
      assertEquals(CLEAR + "layer 1 50% of 1.0 MB", shown());
      now += 200_000_000L;
      progress.step("layer 2", 2_000, 0);
      assertEquals(CLEAR + "layer 1 50% of 1.0 MB · layer 2 2.0 kB", shown());
      now += 200_000_000L;
      progress.step("layer 1", 1_000_000, 1_000_000);
      assertEquals(CLEAR + "layer 2 2.0 kB", shown());
    }
    assertEquals(CLEAR, shown());
  }

  @Test
  void redrawsTenTimesASecondAtMost() {
    try (var progress = progress(true, true, false)) {
      for (int i = 0; i < 1000; i++) {
        now += 1_000_000L;
        progress.step("x", i, 1000);
      }
      assertEquals(10, shown().split("\r", -1).length - 1);
    }
  }

  @Test
  void isNeverWiderThanTheTerminalNorHalvesALetter() {
    try (var progress = progress(true, true, false)) {
      progress.step("x".repeat(38) + "😀".repeat(20), 0, 0);
      assertEquals(CLEAR + "x".repeat(38), shown());
    }
  }

  @Test
  void controlCharactersFromOutsideDoNotReachTheTerminal() {
    try (var progress = progress(true, true, true)) {
      progress.step("a\u001b[2Jb\nc", 0, 0);
      assertEquals(CLEAR + "a\uFFFD[2Jb c", shown());
      progress.warn("w\u0007");
      progress.debug("d\u009b");
      assertEquals(CLEAR + "warning: w\uFFFD\ndebug: d\uFFFD\n", shown());
    }
  }

  @Test
  void quietIsSilentAndDebugIsNot() {
    try (var progress = progress(false, false, false)) {
      progress.step("x", 1, 2);
      progress.warn("w");
      progress.debug("d");
      assertEquals("", shown());
    }
    try (var progress = progress(false, true, true)) {
      progress.step("x", 1, 2);
      progress.warn("w");
      progress.debug("d");
      assertEquals("warning: w\ndebug: d\n", shown());
    }
  }

  @Test
  void beingStoppedClearsTheLine() {
    progress(true, true, false).step("x", 1, 2);
    shown();
    console.cleanup().run();
    assertEquals(CLEAR, shown());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "12345, 12 kB",
    "999999, 1.0 MB",
    "5000000000, 5.0 GB",
    "5000000000000, 5.0 TB"
  })
  void bytesAreShownForPeople(long bytes, String text) {
    assertEquals(text, TerminalProgress.size(bytes));
  }

  @Test
  void theLauncherSaysWhatIsATerminal() {
    assertTrue(Terminal.isErrorTerminal(Map.of("ASSAY_STDERR_TTY", "1")));
    assertFalse(Terminal.isErrorTerminal(Map.of("ASSAY_STDERR_TTY", "0")));
    assertFalse(Terminal.isErrorTerminal(Map.of("ASSAY_STDERR_TTY", "1", "TERM", "dumb")));
    Map<String, String> tty = Map.of("ASSAY_STDOUT_TTY", "1", "LANG", "de_DE.UTF-8");
    assertEquals(new Page(true, true, 0), Terminal.page(tty));
    assertEquals(Page.FILE, Terminal.page(Map.of("ASSAY_STDOUT_TTY", "0")));
    assertEquals(
        new Page(false, false, 120),
        Terminal.page(
            Map.of(
                "ASSAY_STDOUT_TTY",
                "1",
                "LC_ALL",
                "C",
                "LANG",
                "C.UTF-8",
                "NO_COLOR",
                "1",
                "COLUMNS",
                "120")));
  }
}
