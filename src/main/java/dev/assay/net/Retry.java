package dev.assay.net;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// When a request is sent again: after a status that passes, or where the connection broke. The
/// wait doubles, is drawn at random from nothing to its full length (so that many clients do not
/// come back at once), and is never shorter than what the server asks for.
///
/// @param attempts in all, at least 1
/// @param firstWaitMillis the longest first wait
/// @param longestWaitMillis no wait of our own choice is longer
/// @param random draws the waits
public record Retry(
    int attempts, long firstWaitMillis, long longestWaitMillis, RandomGenerator random) {
  /// What the program does.
  public static final Retry STANDARD = new Retry(5, 500, 15_000, RandomGenerator.getDefault());

  /// A longer wait than this is a refusal.
  private static final long LONGEST_ASKED_MILLIS = Duration.ofMinutes(10).toMillis();

  static boolean isWorthAnother(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /// How long to wait before the next attempt, where the server asks for nothing.
  ///
  /// @param attempt the one that failed, from 1
  public long waitMillis(int attempt) {
    long longest = Math.min(longestWaitMillis, firstWaitMillis << Math.min(attempt - 1, 20));
    return longest <= 0 ? 0 : random.nextLong(longest + 1);
  }

  /// The same, and no less than the server asks for; empty where the server asks for too long a
  /// wait.
  ///
  /// @param attempt the one that failed, from 1
  /// @param retryAfter the header's value, or empty
  OptionalLong waitMillis(int attempt, String retryAfter, Instant now) {
    long own = waitMillis(attempt);
    long asked = askedMillis(retryAfter, now);
    return asked > LONGEST_ASKED_MILLIS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(own, asked));
  }

  /// Reads seconds or a date.
  ///
  /// Source: RFC 9110, section 10.2.3
  static long askedMillis(String retryAfter, Instant now) {
    if (retryAfter.isEmpty()) {
      return 0;
    }
    if (retryAfter.matches("\\d+")) {
      return retryAfter.length() > 9 ? Long.MAX_VALUE : Long.parseLong(retryAfter) * 1000;
    }
    try {
      Instant then =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Math.max(0, Duration.between(now, then).toMillis());
    } catch (DateTimeException | ArithmeticException e) {
      return 0; // neither: our own wait will do
    }
  }
}
