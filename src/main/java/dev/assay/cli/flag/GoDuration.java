package dev.assay.cli.flag;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go programs read them: `5m0s`, `90s`, `1.5h`, `300ms`, `0`.
///
/// Source: <https://pkg.go.dev/time#ParseDuration>
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})(ns|us|µs|μs|ms|s|m|h)");
  private static final int PLACES = 9;

  private GoDuration() {}

  /// The duration, or empty where the text is none, is negative or lasts over 292 years.
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = PART.matcher(text);
    long nanos = 0;
    int end = 0;
    try {
      while (part.find() && part.start() == end) {
        long some = Decimal.parse(part.group(1), PLACES).times(unit(part.group(2)));
        nanos = Math.addExact(nanos, some);
        end = part.end();
      }
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
    return end == 0 || end != text.length()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos));
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 1_000L;
    };
  }
}
