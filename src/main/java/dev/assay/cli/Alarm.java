package dev.assay.cli;

import dev.assay.failure.RemoteFailure;
import dev.assay.net.Deadline;
import java.time.Duration;
import java.util.Optional;

/// The end of `--timeout` for work that no network deadline ends: a large archive on a slow disk, a
/// pipe into standard input that stays silent. Network calls end by themselves a little earlier and
/// say what they waited for.
final class Alarm implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Console console;
  private final Duration limit;
  private final Thread thread;

  private Alarm(Console console, Duration limit) {
    this.console = console;
    this.limit = limit;
    this.thread = Thread.ofPlatform().daemon().name("timeout").unstarted(this::await);
  }

  /// Starts to count.
  static Alarm after(Duration limit, Console console) {
    Alarm alarm = new Alarm(console, limit);
    alarm.thread.start();
    return alarm;
  }

  /// The same where there is a limit; else one that never rings.
  static Alarm after(Optional<Duration> limit, Console console) {
    return limit
        .map(time -> after(time, console))
        .orElseGet(() -> new Alarm(console, Duration.ZERO));
  }

  private void await() {
    try {
      Thread.sleep(limit.plus(GRACE));
    } catch (InterruptedException e) {
      return;
    }
    console.cleanup().run(this::end);
  }

  private void end() {
    RemoteFailure failure = Deadline.over(limit);
    console.say("error", String.valueOf(failure.getMessage()));
    console.say("hint", failure.hint());
    console.exit().accept(failure.exitCode().code());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
