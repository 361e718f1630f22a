package dev.assay.format.bytes;

import dev.assay.model.Digest;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The SHA-256 of many bytes as they come. Who brings them, inflates them say, has enough to do:
/// another core hashes them. Few bytes are hashed by the thread that brings them. Of use to one
/// thread.
public final class HashBeside implements AutoCloseable {
  /// What is worth a thread.
  static final long FEW_BYTES = 8 << 20;

  private static final long POLL_MILLIS = 200;
  private static final boolean HAS_OTHER_CORES = Runtime.getRuntime().availableProcessors() > 1;

  /// Bytes that are somebody else's; none end them.
  private static final class Piece {
    static final Piece END = new Piece(new byte[0], 0, 0);

    final byte[] bytes;
    final int offset;
    final int length;

    Piece(byte[] bytes, int offset, int length) {
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
    }
  }

  private final MessageDigest hasher = Digest.sha256(new byte[0]).hasher();
  private final ArrayBlockingQueue<Piece> pieces;
  private final Thread thread = Thread.ofPlatform().daemon().name("hash").unstarted(this::hash);
  private long count;

  /// @param kept so many updates, at least two, leave alone the bytes of those before them
  public HashBeside(int kept) {
    this.pieces = new ArrayBlockingQueue<>(kept - 1); // one more is being hashed
  }

  /// Hashes the next bytes, sooner or later.
  ///
  /// @throws InterruptedIOException where the thread is told to stop
  public void update(byte[] bytes, int offset, int length) throws InterruptedIOException {
    count += length;
    if (count <= FEW_BYTES || !HAS_OTHER_CORES) {
      hasher.update(bytes, offset, length);
      return;
    }
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    if (length > 0) {
      give(new Piece(bytes, offset, length));
    }
  }

  private void hash() {
    try {
      for (Piece next = pieces.take(); next.length > 0; next = pieces.take()) {
        hasher.update(next.bytes, next.offset, next.length);
      }
    } catch (InterruptedException e) {
      // Closed before its end: nobody asks for the digest.
    }
  }

  private void give(Piece piece) throws InterruptedIOException {
    try {
      while (!pieces.offer(piece, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!thread.isAlive()) {
          throw new IllegalStateException("the thread that hashes is gone");
        }
      }
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  private static InterruptedIOException stopped() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("stopped while hashing");
  }

  /// Waits for the digest of all bytes; nothing can be added then.
  ///
  /// @throws InterruptedIOException where the thread is told to stop
  public Digest digest() throws InterruptedIOException {
    if (thread.getState() != Thread.State.NEW) {
      give(Piece.END);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw stopped();
      }
    }
    return Digest.of(hasher.digest());
  }

  /// Stops the thread.
  @Override
  public void close() {
    thread.interrupt();
  }
}
