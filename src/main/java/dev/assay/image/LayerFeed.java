package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A layer's bytes, fetched and hashed by a thread of their own a bounded stretch ahead of the
/// reader. What goes wrong on the fetching side is thrown on the reading side, after the bytes that
/// came before it. Closing stops the thread, wherever it is.
final class LayerFeed extends InputStream {
  /// Pieces in flight; together with `PIECE_BYTES` the memory that one layer's bytes take.
  private static final int PIECES = 8;

  private static final int PIECE_BYTES = 64 << 10;
  private static final long POLL_MILLIS = 200;

  /// How many bytes are still fetched after damage, to learn whether the digest explains it.
  private static final long DRAIN_BYTES = 256L << 20;

  /// A part of the bytes; an empty one ends them.
  private static final class Piece {
    static final Piece END = new Piece(new byte[0], 0);

    final byte[] bytes;
    final int length;

    Piece(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private final InputStream source;
  private final Optional<Digest> expected;
  private final long announcedBytes;
  private final MessageDigest hasher;
  private final ArrayBlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
  private final ArrayBlockingQueue<byte[]> free = new ArrayBlockingQueue<>(PIECES);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private final byte[] one = new byte[1];
  private volatile boolean closed;
  private Piece piece = Piece.END;
  private int position;
  private long count;
  private boolean atEnd;

  private LayerFeed(InputStream source, Optional<Digest> expected, long announcedBytes) {
    this.source = source;
    this.expected = expected;
    this.announcedBytes = announcedBytes;
    this.hasher = expected.orElse(Digest.sha256(new byte[0])).hasher();
    for (int i = 0; i < PIECES; i++) {
      free.add(new byte[PIECE_BYTES]);
    }
    this.thread = Thread.ofPlatform().daemon().name("layer-fetch").unstarted(this::fetch);
  }

  /// @param source closed together with the feed
  /// @param expected what the bytes must hash to
  /// @param announcedBytes how many bytes must come, negative where unknown
  static LayerFeed start(InputStream source, Optional<Digest> expected, long announcedBytes) {
    var feed = new LayerFeed(source, expected, announcedBytes);
    feed.thread.start();
    return feed;
  }

  private void fetch() {
    try {
      boolean goesOn;
      do {
        goesOn = fetchPiece();
      } while (goesOn);
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new InterruptedIOException("stopped"));
    } catch (Throwable e) {
      failure.compareAndSet(null, e); // the reader throws it
    }
    if (!closed) {
      full.add(Piece.END); // has room for one more than there are pieces
    }
  }

  private boolean fetchPiece() throws IOException, InterruptedException {
    byte[] bytes = free.take();
    int length = 0;
    while (length < bytes.length && !closed) {
      int read = source.read(bytes, length, bytes.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    if (length == 0 || closed) {
      return false;
    }
    hasher.update(bytes, 0, length);
    full.put(new Piece(bytes, length));
    return true;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == piece.length && !nextPiece()) {
      return -1;
    }
    int some = Math.min(length, piece.length - position);
    System.arraycopy(piece.bytes, position, out, offset, some);
    position += some;
    return some;
  }

  private boolean nextPiece() throws IOException {
    if (atEnd) {
      return false;
    }
    if (piece.length > 0) {
      free.add(piece.bytes);
    }
    piece = take();
    position = 0;
    if (piece.length == 0) {
      atEnd = true;
      rethrow();
      return false;
    }
    count += piece.length;
    if (announcedBytes >= 0 && count > announcedBytes) {
      throw new InputFailure("more bytes arrived than the " + announcedBytes + " announced");
    }
    return true;
  }

  private Piece take() throws InterruptedIOException {
    try {
      for (; ; ) {
        Piece next = full.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
        if (!thread.isAlive() && full.isEmpty()) {
          return Piece.END;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading a layer");
    }
  }

  private void rethrow() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException(e);
    }
  }

  /// Reads what is left and checks size and digest over every byte.
  ///
  /// @return the digest of the bytes
  Digest verify() throws IOException {
    boolean goesOn;
    do {
      goesOn = nextPiece();
    } while (goesOn);
    return check();
  }

  /// Whether that is why the source gave no more bytes. It says itself what could not be read.
  boolean endedWith(Throwable reason) {
    return reason.equals(failure.get());
  }

  /// After damage: what is wrong with the bytes themselves, if that explains it.
  Optional<InputFailure> verifyAfterDamage() {
    if (failure.get() != null) {
      return Optional.empty(); // the bytes broke off, and that was told
    }
    try {
      long from = count;
      while (nextPiece()) {
        if (count - from > DRAIN_BYTES) {
          return Optional.empty();
        }
      }
      check();
      return Optional.empty();
    } catch (InputFailure e) {
      return Optional.of(e);
    } catch (IOException e) {
      return Optional.empty(); // the damage that was found first says more
    }
  }

  private Digest check() {
    if (announcedBytes >= 0 && count < announcedBytes) {
      throw new InputFailure(
          "the bytes end after " + count + " of the " + announcedBytes + " announced");
    }
    Digest actual = Digest.of(hasher.digest());
    if (expected.isPresent() && !expected.get().equals(actual)) {
      throw new InputFailure(
          "its bytes hash to " + actual + ", not to its digest",
          "it was changed or damaged where it is kept or on the way: fetch or push it again");
    }
    return actual;
  }

  /// How many bytes must come, negative where that is not known.
  long announcedBytes() {
    return announcedBytes;
  }

  /// How many bytes were handed to the reader.
  long countBytes() {
    return count;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    thread.interrupt();
    source.close();
  }
}
