package dev.assay.advisory.db;

import java.time.DateTimeException;
import java.time.Instant;

/// Times as `Instant` writes them, `2026-01-02T03:04:05Z` or with a fraction of up to nine digits,
/// read without a formatter or a calendar, which cost milliseconds before anything is compiled.
public final class InstantText {
  private static final String FORM = "dddd-dd-ddTdd:dd:dd";
  private static final int SECONDS = FORM.length();
  private static final int SHORTEST_MONTH = 28;

  /// From the first of March of the year 0.
  private static final int DAYS_TO_1970 = 719_468;

  private static final int LONGEST = SECONDS + ".123456789Z".length();

  private InstantText() {}

  /// Reads a time.
  ///
  /// @throws DateTimeException where it is none
  public static Instant parse(String text) {
    if (!hasForm(text)) {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    boolean isDay = month >= 1 && month <= 12 && day >= 1 && day <= SHORTEST_MONTH;
    if (!isDay || hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text); // which knows long months, midnight and leap seconds, or refuses
    }
    return Instant.ofEpochSecond(
        epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second, nanos(text));
  }

  /// Days since 1970 in the Gregorian calendar. Years are counted from March, so that a leap day is
  /// a year's last, and the months before one take 153 days for five.
  private static long epochDay(int year, int month, int day) {
    int fromMarch = (month + 9) % 12;
    int years = month < 3 ? year - 1 : year;
    int leapDays = Math.floorDiv(years, 4) - Math.floorDiv(years, 100) + Math.floorDiv(years, 400);
    return 365L * years + leapDays + (153 * fromMarch + 2) / 5 + day - 1 - DAYS_TO_1970;
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
