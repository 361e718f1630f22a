package dev.assay.image;

import dev.assay.failure.InputFailure;
import dev.assay.format.bytes.ReadAhead;
import dev.assay.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/// A layer's bytes, fetched and hashed by a thread of their own a bounded stretch ahead of the
/// reader. What goes wrong on the fetching side is thrown on the reading side, after the bytes that
/// came before it. Closing stops the thread, wherever it is.
final class LayerFeed extends InputStream {
  /// The memory that one layer's bytes take.
  private static final ReadAhead.Room ROOM = new ReadAhead.Room(8, 64 << 10);

  /// How many bytes are still fetched after damage, to learn whether the digest explains it.
  private static final long DRAIN_BYTES = 256L << 20;

  private final InputStream source;
  private final Optional<Digest> expected;
  private final long announcedBytes;
  private final MessageDigest hasher;
  private final ReadAhead ahead;
  private final byte[] one = new byte[1];

  /// Read by another thread where the archive is unpacked ahead.
  private volatile long count;

  private LayerFeed(InputStream source, Optional<Digest> expected, long announcedBytes) {
    this.source = source;
    this.expected = expected;
    this.announcedBytes = announcedBytes;
    this.hasher = expected.orElse(Digest.sha256(new byte[0])).hasher();
    var hashed = new DigestInputStream(source, hasher);
    this.ahead = new ReadAhead("layer-fetch", hashed, ROOM);
  }

  /// @param source closed together with the feed
  /// @param expected what the bytes must hash to
  /// @param announcedBytes how many bytes must come, negative where unknown
  static LayerFeed start(InputStream source, Optional<Digest> expected, long announcedBytes) {
    var feed = new LayerFeed(source, expected, announcedBytes);
    feed.ahead.start();
    return feed;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    return counted(ahead.read(out, offset, length));
  }

  private int counted(int read) {
    if (read > 0) {
      long now = count + read;
      count = now; // this thread alone writes it
      if (announcedBytes >= 0 && now > announcedBytes) {
        throw new InputFailure("more bytes arrived than the " + announcedBytes + " announced");
      }
    }
    return read;
  }

  /// Reads what is left and checks size and digest over every byte.
  ///
  /// @return the digest of the bytes
  Digest verify() throws IOException {
    boolean goesOn;
    do {
      goesOn = counted(ahead.skipPiece()) >= 0;
    } while (goesOn);
    return check();
  }

  /// Whether that is why the source gave no more bytes. It says itself what could not be read.
  boolean endedWith(Throwable reason) {
    return ahead.failedBy(reason);
  }

  /// After damage: what is wrong with the bytes themselves, if that explains it.
  Optional<InputFailure> verifyAfterDamage() {
    if (ahead.hasFailed()) {
      return Optional.empty(); // the bytes broke off, and that was told
    }
    try {
      long from = count;
      while (counted(ahead.skipPiece()) >= 0) {
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

  /// How many of them are still to come, negative where that is not known.
  long leftBytes() {
    return announcedBytes < 0 ? announcedBytes : announcedBytes - count;
  }

  /// Whether the next read need not wait.
  boolean hasArrived() {
    return ahead.isReady();
  }

  /// How many bytes were handed to the reader.
  long countBytes() {
    return count;
  }

  @Override
  public void close() throws IOException {
    ahead.stop();
    source.close();
  }
}
