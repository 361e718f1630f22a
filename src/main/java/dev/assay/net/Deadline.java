package dev.assay.net;

import dev.assay.failure.RemoteFailure;
import java.time.Duration;

/// When the whole run must be over (`--timeout`).
public final class Deadline {
  /// Never.
  public static final Deadline NONE = new Deadline(Duration.ZERO, 0, Time.SYSTEM);

  private final Duration limit;
  private final long endNanos;
  private final Time time;

  private Deadline(Duration limit, long endNanos, Time time) {
    this.limit = limit;
    this.endNanos = endNanos;
    this.time = time;
  }

  /// That long from now; zero or less is never.
  public static Deadline after(Duration limit, Time time) {
    return limit.isPositive() ? new Deadline(limit, time.nanos() + limit.toNanos(), time) : NONE;
  }

  /// What is left, at least 0; `Long.MAX_VALUE` where there is no limit.
  public long remainingMillis() {
    return limit.isZero() ? Long.MAX_VALUE : Math.max(0, (endNanos - time.nanos()) / 1_000_000);
  }

  /// Goes on or stops.
  ///
  /// @throws RemoteFailure where the time is up
  public void check() {
    if (remainingMillis() == 0) {
      throw over(limit);
    }
  }

  /// What is said when the time is up, whatever it was spent on.
  public static RemoteFailure over(Duration limit) {
    return new RemoteFailure(
        "cannot finish: the time limit of " + words(limit) + " is over",
        "allow more with --timeout");
  }

  private static String words(Duration limit) {
    return limit.toSeconds() > 0 && limit.toMillisPart() == 0
        ? limit.toSeconds() + " s"
        : limit.toMillis() + " ms";
  }

  /// The shorter of a step's own limit and what is left, at least 1.
  int within(int millis) {
    return (int) Math.max(1, Math.min(millis, remainingMillis()));
  }
}
