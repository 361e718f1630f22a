package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.failure.RemoteFailure;
import dev.assay.net.HttpSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One writer of a layout at a time, of all processes. A process that ends gives its lock back, in
/// whatever way it ends.
final class LayoutLock {
  /// The system's locks are the process's: its threads take turns first.
  private static final ReentrantLock HERE = new ReentrantLock();

  private static final long POLL_MILLIS = 20;

  private final LayoutFolder folder;
  private final HttpSettings settings;

  LayoutLock(LayoutFolder folder, HttpSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /// Does it alone. May be called again by what is being done.
  ///
  /// @throws RemoteFailure where the run's time is up before it is our turn
  <T> T run(Supplier<T> work) {
    enter();
    try {
      if (HERE.getHoldCount() > 1) {
        return work.get();
      }
      folder.prepare();
      Path file = folder.file(LayoutFolder.MARK).orElseThrow(this::gone);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock _ = take(channel)) {
        return work.get();
      } catch (IOException e) {
        throw folder.unreadable(LayoutFolder.MARK, e);
      }
    } finally {
      HERE.unlock();
    }
  }

  /// Reads the file that is locked, and does not where this thread has it locked: the system ends a
  /// process's lock of a file when the process closes it, whichever way it was opened.
  Optional<byte[]> readMark(int most) {
    enter();
    try {
      return HERE.getHoldCount() > 1 ? Optional.empty() : folder.read(LayoutFolder.MARK, most);
    } finally {
      HERE.unlock();
    }
  }

  private InputFailure gone() {
    return new InputFailure(
        "cannot write layout " + folder + ": its `" + LayoutFolder.MARK + "` is gone");
  }

  private void enter() {
    try {
      while (!HERE.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        settings.deadline().check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFailure("cannot wait for layout " + folder + ": interrupted");
    }
  }

  private FileLock take(FileChannel channel) throws IOException {
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      settings.deadline().check();
      try {
        settings.time().sleep(POLL_MILLIS);
      } catch (InterruptedIOException e) {
        throw new RemoteFailure("cannot wait for layout " + folder + ": interrupted");
      }
    }
  }
}
