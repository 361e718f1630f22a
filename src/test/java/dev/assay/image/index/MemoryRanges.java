package dev.assay.image.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A layer in memory that counts what is read of it.
public final class MemoryRanges implements Ranges {
  private final byte[] bytes;
  private final boolean givesManyAtOnce;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  public MemoryRanges(byte[] bytes) {
    this(bytes, false);
  }

  MemoryRanges(byte[] bytes, boolean givesManyAtOnce) {
    this.bytes = bytes;
    this.givesManyAtOnce = givesManyAtOnce;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public byte[] read(long from, int length) throws IOException {
    if (from < 0 || length < 1 || from + length > bytes.length) {
      throw new IOException("no such part");
    }
    moved.addAndGet(length);
    requests.incrementAndGet();
    return Arrays.copyOfRange(bytes, (int) from, (int) from + length);
  }

  @Override
  public boolean givesManyAtOnce() {
    return givesManyAtOnce;
  }

  @Override
  public List<byte[]> readMany(List<Stretch> parts) throws IOException {
    var contents = new ArrayList<byte[]>();
    long before = requests.get();
    for (Stretch part : parts) {
      contents.add(read(part.from(), part.bytes()));
    }
    requests.set(givesManyAtOnce ? before + 1 : before + parts.size());
    return contents;
  }

  @Override
  public long movedBytes() {
    return moved.get();
  }

  /// How often something was read.
  public long requests() {
    return requests.get();
  }
}
