package dev.assay.format.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A stream that a thread of its own reads, from when it is told to, a bounded stretch ahead of
/// whoever reads here. What goes wrong there is thrown here, after the bytes that came before it.
/// Of use to one thread; the stream itself stays open.
///
/// To wake a thread costs more than to read some ten thousand bytes, above all where a core has to
/// be woken with it. Whichever side has to wait therefore waits until half of the room is the
/// other's work.
public final class ReadAhead extends InputStream implements Lending {
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

  private final InputStream in;
  private final Room room;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final byte[] one = new byte[1];

  /// Guarded by `this`, with what follows.
  private final ArrayDeque<Piece> full = new ArrayDeque<>();

  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private int allocated;
  private boolean hasEnded;

  private volatile boolean isStopped;
  private boolean isStarted;
  private Piece piece = Piece.END;
  private int position;
  private boolean atEnd;

  /// The memory that is taken once it is started: so many pieces, two at least, of so many bytes.
  public record Room(int pieces, int pieceBytes) {
    int half() {
      return pieces / 2;
    }
  }

  /// @param name of the thread
  public ReadAhead(String name, InputStream in, Room room) {
    this.in = in;
    this.room = room;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /// Starts the thread; until then, reads here are reads of the stream.
  public void start() {
    isStarted = true;
    thread.start();
  }

  /// Whether the thread was started.
  @Override
  public boolean canLend() {
    return isStarted;
  }

  private void run() {
    try {
      boolean goesOn;
      do {
        goesOn = bring();
      } while (goesOn);
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new InterruptedIOException("stopped"));
    } finally {
      end();
    }
  }

  private boolean bring() throws InterruptedException {
    byte[] bytes = takeFree();
    int length = 0;
    boolean goesOn = true;
    while (goesOn && length < bytes.length && !isStopped) {
      int read = readSome(bytes, length);
      goesOn = read >= 0;
      length += Math.max(0, read);
    }
    if (length > 0 && !isStopped) {
      put(new Piece(bytes, length));
    }
    return goesOn && !isStopped;
  }

  private int readSome(byte[] bytes, int from) {
    try {
      return in.read(bytes, from, bytes.length - from);
    } catch (Throwable e) {
      failure.compareAndSet(null, e); // whoever reads throws it
      return -1;
    }
  }

  private synchronized byte[] takeFree() throws InterruptedException {
    byte[] bytes = free.poll();
    if (bytes == null && allocated < room.pieces) {
      allocated++;
      return new byte[room.pieceBytes];
    }
    while (bytes == null && !isStopped) {
      wait();
      bytes = free.size() >= room.half() ? free.poll() : null;
    }
    return bytes == null ? new byte[0] : bytes;
  }

  private synchronized void giveBack(byte[] bytes) {
    free.add(bytes);
    if (free.size() == room.half()) {
      notifyAll();
    }
  }

  private synchronized void put(Piece next) {
    full.add(next);
    if (full.size() == room.half()) {
      notifyAll();
    }
  }

  private synchronized void end() {
    hasEnded = true;
    notifyAll();
  }

  private Piece take() throws InterruptedIOException {
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // who is told to stop need not wait to hear it
      }
      synchronized (this) {
        Piece next = full.poll();
        while (next == null && !hasEnded) {
          wait();
          next = full.size() >= room.half() || hasEnded ? full.poll() : null;
        }
        return next == null ? Piece.END : next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading");
    }
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (!isStarted) {
      return in.read(out, offset, length);
    }
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

  /// Whether the next read, once it is started, finds something and does not wait.
  public synchronized boolean isReady() {
    return position < piece.length || !full.isEmpty() || hasEnded;
  }

  /// Skips what is at hand; only where it is started.
  ///
  /// @return how many bytes that was, negative at the end
  public int skipPiece() throws IOException {
    if (position == piece.length && !nextPiece()) {
      return -1;
    }
    int skipped = piece.length - position;
    position = piece.length;
    return skipped;
  }

  @Override
  public Optional<ByteBuffer> lend() throws IOException {
    if (position == piece.length && !nextPiece()) {
      return Optional.empty();
    }
    var lent = ByteBuffer.wrap(piece.bytes, position, piece.length - position);
    position = piece.length;
    return Optional.of(lent);
  }

  private boolean nextPiece() throws IOException {
    if (atEnd) {
      return false;
    }
    if (piece.length > 0) {
      giveBack(piece.bytes);
      piece = Piece.END; // whoever is interrupted while waiting may come again
      position = 0;
    }
    piece = take();
    if (piece.length == 0) {
      atEnd = true;
      rethrow();
    }
    return !atEnd;
  }

  private void rethrow() throws IOException {
    Throwable problem = failure.get();
    // Every stream ends here, and the code of a switch over types is made anew at each start.
    if (problem == null) {
      return;
    }
    switch (problem) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException(e);
    }
  }

  /// Whether something went wrong on the other side.
  public boolean hasFailed() {
    return failure.get() != null;
  }

  /// Whether that is what went wrong there.
  public boolean failedBy(Throwable reason) {
    return reason.equals(failure.get());
  }

  /// Tells the thread to stop; it may still be in a read of the stream.
  public void stop() {
    isStopped = true;
    thread.interrupt();
  }

  /// Tells the thread to stop and waits until it has, so that the stream is nobody's. For streams
  /// whose reads end soon, or end where their thread is interrupted.
  @Override
  public void close() {
    stop();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
