package dev.assay.image.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A file's content, slice by slice: what is skipped is not fetched.
public final class SlicedContent extends InputStream {
  private final IndexedEntry entry;
  private final BlockReader blocks;
  private final byte[] one = new byte[1];
  private int next;
  private ByteBuffer slice = ByteBuffer.allocate(0);
  private long skip;

  /// @param blocks stays open
  public SlicedContent(IndexedEntry entry, BlockReader blocks) {
    this.entry = entry;
    this.blocks = blocks;
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
    while (!slice.hasRemaining()) {
      if (next == entry.slices().size()) {
        return -1;
      }
      long bytes = entry.slices().get(next).length();
      if (skip >= bytes) {
        skip -= bytes;
        next++;
      } else {
        slice = blocks.slice(entry.slices().get(next++));
        slice.position(slice.position() + (int) skip);
        skip = 0;
      }
    }
    int count = Math.min(length, slice.remaining());
    slice.get(out, offset, count);
    return count;
  }

  @Override
  public long skip(long most) {
    if (most <= 0) {
      return 0;
    }
    int here = (int) Math.min(most, slice.remaining());
    slice.position(slice.position() + here);
    long behind = -skip;
    for (int i = next; i < entry.slices().size(); i++) {
      behind += entry.slices().get(i).length();
    }
    long later = Math.min(most - here, behind);
    skip += later;
    return here + later;
  }
}
