package dev.assay.net;

import java.io.InterruptedIOException;
import java.time.Instant;

/// What time it is, and waiting; a test brings its own.
public interface Time {
  /// The machine's.
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(long millis) throws InterruptedIOException {
          try {
            Thread.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
          }
        }
      };

  /// For measuring; its zero means nothing.
  long nanos();

  /// The date, to compare with a server's.
  Instant now();

  /// Waits.
  ///
  /// @throws InterruptedIOException where the thread is told to stop
  void sleep(long millis) throws InterruptedIOException;
}
