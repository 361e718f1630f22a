package dev.assay.support;

import dev.assay.net.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A clock that stands still but for sleep, which costs nothing and is remembered.
public final class FakeTime implements Time {
  private final List<Long> sleeps = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @Override
  public synchronized long nanos() {
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(long millis) {
    sleeps.add(millis);
    now = now.plusMillis(millis);
  }

  public synchronized void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  /// Every sleep so far, in milliseconds.
  public synchronized List<Long> sleeps() {
    return List.copyOf(sleeps);
  }
}
