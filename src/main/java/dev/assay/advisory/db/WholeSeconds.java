package dev.assay.advisory.db;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Times as `Instant` writes them. Nearly all are whole seconds, `2026-01-02T03:04:05Z`, and are
/// read here without a formatter, which costs milliseconds before anything is compiled.
final class WholeSeconds {
  private static final String FORM = "dddd-dd-ddTdd:dd:ddZ";

  private WholeSeconds() {}

  /// Reads a time.
  ///
  /// @throws DateTimeException where it is none
  static Instant parse(String text) {
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
    return Instant.ofEpochSecond(day.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second);
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char form = FORM.charAt(i);
      if (form == 'd' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
