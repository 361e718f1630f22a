package dev.assay.advisory.db;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Times as `Instant` writes them, `2026-01-02T03:04:05Z` or with a fraction of up to nine digits,
/// read without a formatter, which costs milliseconds before anything is compiled.
public final class InstantText {
  private static final String FORM = "dddd-dd-ddTdd:dd:dd";
  private static final int SECONDS = FORM.length();
  private static final int LONGEST = SECONDS + ".123456789Z".length();

  private InstantText() {}

  /// Reads a time.
  ///
  /// @throws DateTimeException where it is none
  public static Instant parse(String text) {
    if (!hasForm(text)) {
      return Instant.parse(text);
    }
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text); // which knows about midnight and leap seconds, or refuses
    }
    return Instant.ofEpochSecond(
        day.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second, nanos(text));
  }

  private static boolean hasForm(String text) {
    int end = text.length() - 1;
    if (end < SECONDS || end >= LONGEST || text.charAt(end) != 'Z' || end == SECONDS + 1) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      char form = i < SECONDS ? FORM.charAt(i) : i == SECONDS ? '.' : 'd';
      if (form == 'd' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private static long nanos(String text) {
    long nanos = 0;
    for (int i = 0; i < 9; i++) {
      int at = SECONDS + 1 + i;
      nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
