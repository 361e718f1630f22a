package dev.assay.registry.layout;

import dev.assay.failure.InputFailure;
import dev.assay.model.Digest;
import dev.assay.net.Deadline;
import dev.assay.registry.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A blob on its way out of a file: the end comes only where the bytes were as many as announced
/// and have their digest.
final class CheckedBlob extends FilterInputStream {
  private final Descriptor blob;
  private final String folder;
  private final MessageDigest hash;
  private final Deadline deadline;
  private long left;
  private boolean isOver;

  CheckedBlob(InputStream in, Descriptor blob, String folder, Deadline deadline) {
    super(in);
    this.blob = blob;
    this.folder = folder;
    this.hash = blob.digest().hasher();
    this.deadline = deadline;
    this.left = blob.sizeBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    if (most == 0 || isOver) {
      return most == 0 ? 0 : -1;
    }
    deadline.check();
    if (left > 0) {
      int count = in.read(to, from, (int) Math.min(most, left));
      if (count < 0) {
        throw damaged("it ends " + left + " bytes early");
      }
      hash.update(to, from, count);
      left -= count;
      if (left > 0) {
        return count;
      }
      check();
      return count;
    }
    check();
    return -1;
  }

  private void check() throws IOException {
    if (isOver) {
      return;
    }
    isOver = true;
    if (in.read() >= 0) {
      throw damaged("it is longer than the " + blob.sizeBytes() + " bytes announced");
    }
    Digest actual = Digest.of(hash.digest());
    if (!actual.equals(blob.digest())) {
      throw damaged("its bytes hash to " + actual);
    }
  }

  private InputFailure damaged(String problem) {
    return new InputFailure(
        "cannot trust blob " + blob.digest() + " of " + folder + ": " + problem);
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    byte[] buffer = new byte[8 << 10];
    while (skipped < count) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
