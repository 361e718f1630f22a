package dev.assay.image.limit;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Which of the layers that are unpacked side by side go on, where there are more of them than
/// cores: those of which most is left, so that the largest does not go on alone when all others are
/// done. Layers whose bytes have not arrived take nobody's turn.
///
/// One of which more is left than of all others together, or for which there are cores enough, is
/// told to take a second thread, and waits for nobody from then on.
public final class LayerTurns {
  /// What a layer keeps busy that is inflated by one thread and read by another.
  private static final int CORES_A_LAYER = 2;

  /// Taking turns has a price: so much less must be left for one to give way.
  private static final long MARGIN_BYTES = 4L << 20;

  /// Who waited for longer goes first, lest its registry takes it for gone.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final int cores;
  private final long patienceNanos;
  private final List<Turn> turns = new ArrayList<>();

  /// @param cores how many there are
  public LayerTurns(int cores) {
    this(cores, PATIENCE_NANOS);
  }

  /// @param patienceNanos who waited for longer goes first
  LayerTurns(int cores, long patienceNanos) {
    this.cores = cores;
    this.patienceNanos = patienceNanos;
  }

  /// Takes part. It has no turn before it asks for one.
  ///
  /// @param left how many bytes as stored are to come, negative where nobody knows
  public synchronized Turn begin(long left) {
    var turn = new Turn(left);
    turns.add(turn);
    return turn;
  }

  private enum State {
    AWAY,
    WAITING,
    RUNNING,
    APART,
    GONE
  }

  /// One layer that takes part, of use to one thread.
  public final class Turn implements AutoCloseable {
    private State state = State.AWAY;
    private long left;
    private long since;

    private Turn(long left) {
      this.left = left;
    }

    /// Goes on, at once or when it is its turn again. To be called from time to time.
    ///
    /// @param bytesLeft as stored
    /// @throws InterruptedIOException where the thread is interrupted while it waits
    public void goOn(long bytesLeft) throws InterruptedIOException {
      synchronized (LayerTurns.this) {
        left = bytesLeft;
        boolean isFree = state == State.APART || state == State.GONE;
        if (isFree || (state == State.RUNNING && !givesWay(this))) {
          return;
        }
        since = System.nanoTime();
        become(State.WAITING);
        try {
          while (state == State.WAITING) {
            LayerTurns.this.wait();
          }
        } catch (InterruptedException e) {
          become(State.AWAY);
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("stopped while waiting to unpack");
        }
      }
    }

    /// Lets others go on while it waits for its bytes.
    ///
    /// @return whether it had its turn, and has to ask for it again
    public boolean pause() {
      synchronized (LayerTurns.this) {
        boolean isRunning = state == State.RUNNING;
        if (isRunning) {
          become(State.AWAY);
        }
        return isRunning;
      }
    }

    /// Whether it shall take a second thread; if so it has its turn for good.
    public boolean goesApart() {
      synchronized (LayerTurns.this) {
        if (state != State.APART && state != State.GONE && isApart(this)) {
          become(State.APART);
        }
        return state == State.APART;
      }
    }

    private void become(State now) {
      state = now;
      choose();
    }

    @Override
    public void close() {
      synchronized (LayerTurns.this) {
        turns.remove(this);
        become(State.GONE);
      }
    }
  }

  // Loops, not streams: this is asked before anything is compiled.

  private boolean isApart(Turn turn) {
    long others = 0;
    for (Turn other : turns) {
      others += other == turn ? 0 : Math.max(0, other.left);
    }
    return CORES_A_LAYER * turns.size() <= cores || (cores > 1 && turn.left > others);
  }

  private int count(State state) {
    int count = 0;
    for (Turn turn : turns) {
      count += turn.state == state ? 1 : 0;
    }
    return count;
  }

  private int atATime() {
    return Math.max(1, cores - count(State.APART));
  }

  /// Whether it stops, for another or since there are too many.
  private boolean givesWay(Turn turn) {
    long now = System.nanoTime();
    boolean isLeast = true;
    for (Turn other : turns) {
      isLeast &= other.state != State.RUNNING || other.left >= turn.left;
      if (other.state == State.WAITING
          && (other.left > turn.left + MARGIN_BYTES || isOverdue(other, now))) {
        return true;
      }
    }
    return isLeast && count(State.RUNNING) > atATime();
  }

  /// Lets as many go on as may. Whoever changes something does this, and by one look at the clock:
  /// those who wait, each by its own, could each take another for the next one.
  private void choose() {
    long now = System.nanoTime();
    Optional<Turn> next = next(now);
    while (next.isPresent() && count(State.RUNNING) < atATime()) {
      next.get().state = State.RUNNING;
      notifyAll();
      next = next(now);
    }
  }

  private Optional<Turn> next(long now) {
    Optional<Turn> next = Optional.empty();
    for (Turn turn : turns) {
      if (turn.state == State.WAITING && (next.isEmpty() || goesBefore(turn, next.get(), now))) {
        next = Optional.of(turn);
      }
    }
    return next;
  }

  private boolean goesBefore(Turn one, Turn other, long now) {
    if (isOverdue(one, now)) {
      return !isOverdue(other, now) || one.since - other.since < 0;
    }
    return !isOverdue(other, now) && one.left > other.left;
  }

  private boolean isOverdue(Turn turn, long now) {
    return now - turn.since > patienceNanos;
  }
}
