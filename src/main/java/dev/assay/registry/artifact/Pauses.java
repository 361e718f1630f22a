package dev.assay.registry.artifact;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.HttpSettings;
import java.io.InterruptedIOException;

/// Waits of random length, so that many writers do not come back at once.
final class Pauses {
  private final HttpSettings settings;

  Pauses(HttpSettings settings) {
    this.settings = settings;
  }

  /// Waits for half to all of a time, and no longer than the run may last.
  void pause(long millis) {
    long drawn = millis / 2 + settings.retry().random().nextLong(millis / 2 + 1);
    settings.deadline().check();
    try {
      settings.time().sleep(Math.min(drawn, settings.deadline().remainingMillis()));
    } catch (InterruptedIOException e) {
      throw new RemoteFailure("cannot wait for the registry: interrupted");
    }
    settings.deadline().check();
  }

  /// What time it is, in milliseconds since some moment.
  long millis() {
    return settings.time().nanos() / 1_000_000;
  }
}
