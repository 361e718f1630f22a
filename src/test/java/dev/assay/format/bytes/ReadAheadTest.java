package dev.assay.format.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class ReadAheadTest {
  private static final int PIECE = 1000;

  /// Gives its bytes in steps of all sizes, then fails or ends.
  private static final class Steps extends FilterInputStream {
    private final Random random = new Random(2);
    private final IOException failure;

    Steps(byte[] bytes, IOException failure) {
      super(new ByteArrayInputStream(bytes));
      this.failure = failure;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      int read = super.read(out, offset, Math.min(length, 1 + random.nextInt(2 * PIECE)));
      if (read < 0 && failure.getMessage() != null) {
        throw failure;
      }
      return read;
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static ReadAhead ahead(InputStream in) {
    return new ReadAhead("ahead", in, new ReadAhead.Room(3, PIECE));
  }

  @Test
  void readsTheSameWheneverItIsStarted() throws IOException {
    for (int length : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 7 * PIECE, 50_000}) {
      byte[] bytes = random(length);
      for (int startAt : new int[] {0, 1, 2500, 40_000, Integer.MAX_VALUE}) {
        var random = new Random(startAt);
        var read = new ByteArrayOutputStream();
        try (ReadAhead ahead = ahead(new Steps(bytes, new IOException()))) {
          byte[] some = new byte[3 * PIECE];
          for (int count = 0; count >= 0; ) {
            if (read.size() >= startAt && !ahead.canLend()) {
              ahead.start();
            }
            int offset = random.nextInt(PIECE);
            count = ahead.read(some, offset, 1 + random.nextInt(2 * PIECE));
            read.write(some, offset, Math.max(0, count));
          }
          assertEquals(-1, ahead.read());
        }
        assertArrayEquals(bytes, read.toByteArray());
      }
    }
  }

  @Test
  void throwsWhatWentWrongAfterTheBytesBeforeIt() {
    byte[] bytes = random(4 * PIECE + 77);
    var failure = new IOException("the line is dead");
    try (ReadAhead ahead = ahead(new Steps(bytes, failure))) {
      ahead.start();
      var read = new ByteArrayOutputStream();
      IOException thrown = assertThrows(IOException.class, () -> ahead.transferTo(read));
      assertSame(failure, thrown);
      assertArrayEquals(bytes, read.toByteArray());
      assertTrue(ahead.failedBy(failure));
    }
  }

  @Test
  void lendsWhatWasNotRead() throws IOException {
    byte[] bytes = random(6 * PIECE + 9);
    var random = new Random(3);
    var read = new ByteArrayOutputStream();
    try (ReadAhead ahead = ahead(new Steps(bytes, new IOException()))) {
      ahead.start();
      Optional<ByteBuffer> lent = Optional.of(ByteBuffer.allocate(0));
      while (lent.isPresent()) {
        byte[] some = new byte[random.nextInt(PIECE / 2)];
        read.write(some, 0, Math.max(0, ahead.read(some, 0, some.length)));
        lent = ahead.lend();
        lent.ifPresent(l -> read.write(l.array(), l.arrayOffset() + l.position(), l.remaining()));
      }
    }
    assertArrayEquals(bytes, read.toByteArray());
  }

  @Test
  void readsTheSameInWhateverRoomAndWhoeverIsSlow() throws IOException {
    byte[] bytes = random(60 * PIECE + 7);
    for (int pieces : new int[] {2, 3, 5, 8}) {
      for (int slow = 0; slow < 3; slow++) {
        var random = new Random(pieces * 3L + slow);
        InputStream in = slow == 1 ? new Slow(bytes) : new ByteArrayInputStream(bytes);
        var read = new ByteArrayOutputStream();
        try (var ahead = new ReadAhead("ahead", in, new ReadAhead.Room(pieces, PIECE))) {
          ahead.start();
          byte[] some = new byte[3 * PIECE];
          for (int count = 0; count >= 0; count = ahead.read(some, 0, 1 + random.nextInt(PIECE))) {
            read.write(some, 0, count);
            if (slow == 2 && random.nextInt(20) == 0) {
              Slow.rest();
            }
          }
        }
        assertArrayEquals(bytes, read.toByteArray());
      }
    }
  }

  @Test
  void endsWhereverTheOtherSideIs() throws IOException {
    for (int read = 0; read < 12 * PIECE; read += PIECE / 2) {
      var ahead = ahead(new Slow(random(12 * PIECE)));
      ahead.start();
      assertEquals(read, ahead.readNBytes(read).length);
      ahead.close();
    }
  }

  /// Rests now and then, so that the other side waits.
  private static final class Slow extends ByteArrayInputStream {
    private final Random random = new Random(5);

    Slow(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] out, int offset, int length) {
      if (random.nextInt(6) == 0) {
        rest();
      }
      return super.read(out, offset, length);
    }

    static void rest() {
      LockSupport.parkNanos(200_000);
    }
  }

  @Test
  void skipsWhatIsLeft() throws IOException {
    byte[] bytes = random(5 * PIECE + 3);
    try (ReadAhead ahead = ahead(new ByteArrayInputStream(bytes))) {
      ahead.start();
      assertEquals(bytes[0], (byte) ahead.read());
      long skipped = 1;
      for (int some = 0; some >= 0; some = ahead.skipPiece()) {
        skipped += some;
      }
      assertEquals(bytes.length, skipped);
    }
  }

  @Test
  void goesOnAfterWhoeverReadsWasInterrupted() throws IOException {
    byte[] bytes = random(9 * PIECE);
    try (ReadAhead ahead = ahead(new ByteArrayInputStream(bytes))) {
      ahead.start();
      for (int at = 0; at < bytes.length; at++) {
        if (at % PIECE == 0) {
          Thread.currentThread().interrupt();
          assertThrows(InterruptedIOException.class, ahead::read);
          assertTrue(Thread.interrupted());
        }
        assertEquals(bytes[at], (byte) ahead.read());
      }
    }
  }

  /// A read that ends only when its thread is interrupted, as a feed's without a line.
  private static final class Silent extends InputStream {
    final CountDownLatch reading = new CountDownLatch(1);
    volatile boolean isRead;

    @Override
    public int read() throws IOException {
      isRead = true;
      reading.countDown();
      try {
        new CountDownLatch(1).await();
        return -1;
      } catch (InterruptedException e) {
        isRead = false;
        throw new InterruptedIOException("stopped");
      }
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
      return read();
    }
  }

  @Test
  void leavesTheStreamAloneOnceItIsClosed() throws Exception {
    var silent = new Silent();
    ReadAhead ahead = ahead(silent);
    ahead.start();
    silent.reading.await();
    ahead.close();
    assertFalse(silent.isRead);
    assertTrue(ahead.hasFailed());
  }

  @Test
  void whoeverIsStoppedWhileReadingStopsTheThreadByClosing() throws Exception {
    var silent = new Silent();
    try (ReadAhead ahead = ahead(silent)) {
      ahead.start();
      silent.reading.await();
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, ahead::read);
    }
    assertTrue(Thread.interrupted());
    assertFalse(silent.isRead);
  }
}
