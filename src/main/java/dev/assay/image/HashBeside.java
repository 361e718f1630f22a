package dev.assay.image;

import dev.assay.model.Digest;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The SHA-256 of a large layer's archive. Inflating it is what a scan waits for, so that another
/// core hashes what was inflated. Few bytes are hashed by the thread that brings them. Of use to
/// one thread.
final class HashBeside implements AutoCloseable {
  /// What is worth a thread.
  private static final long FEW_BYTES = 8 << 20;

  /// Pieces in flight; together with `PIECE_BYTES` the memory that it takes.
  private static final int PIECES = 3;

  private static final int PIECE_BYTES = 256 << 10;
  private static final long POLL_MILLIS = 200;
  private static final boolean HAS_OTHER_CORES = Runtime.getRuntime().availableProcessors() > 1;

  /// A part of the bytes; an empty one ends them.
  private static final class Piece {
    final byte[] bytes = new byte[PIECE_BYTES];
    int length;
  }

  private final MessageDigest hasher = Digest.sha256(new byte[0]).hasher();
  private final ArrayBlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
  private final ArrayBlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("layer-hash").unstarted(this::hash);
  private Piece piece = new Piece();
  private long count;

  /// Hashes the next bytes, sooner or later.
  void update(byte[] bytes, int offset, int length) throws InterruptedIOException {
    count += length;
    if (count <= FEW_BYTES || !HAS_OTHER_CORES) {
      hasher.update(bytes, offset, length);
      return;
    }
    if (thread.getState() == Thread.State.NEW) {
      start();
    }
    for (int done = 0; done < length; ) {
      if (piece.length == PIECE_BYTES) {
        full.add(piece); // has room for one more than there are pieces
        piece = await(free);
        piece.length = 0;
      }
      int some = Math.min(length - done, PIECE_BYTES - piece.length);
      System.arraycopy(bytes, offset + done, piece.bytes, piece.length, some);
      piece.length += some;
      done += some;
    }
  }

  private void start() {
    for (int i = 1; i < PIECES; i++) {
      free.add(new Piece());
    }
    thread.start();
  }

  private void hash() {
    try {
      for (Piece next = full.take(); next.length > 0; next = full.take()) {
        hasher.update(next.bytes, 0, next.length);
        free.add(next);
      }
    } catch (InterruptedException e) {
      // Closed before its end: nobody asks for the digest.
    }
  }

  private Piece await(ArrayBlockingQueue<Piece> queue) throws InterruptedIOException {
    try {
      for (; ; ) {
        Piece next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
        if (!thread.isAlive()) {
          throw new IllegalStateException("the thread that hashes a layer is gone");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while hashing a layer");
    }
  }

  /// Waits for the digest of all bytes; nothing can be added then.
  Digest digest() throws InterruptedIOException {
    if (thread.getState() != Thread.State.NEW) {
      full.add(piece);
      if (piece.length > 0) {
        Piece end = await(free);
        end.length = 0;
        full.add(end);
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while hashing a layer");
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
