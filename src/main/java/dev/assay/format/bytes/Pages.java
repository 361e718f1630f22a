package dev.assay.format.bytes;

import java.util.BitSet;

/// Which pages of a file were read. In a whole file no page is reached twice, so that a second
/// visit is damage, and whoever follows pages from one to the next ends at last.
public final class Pages {
  private final BitSet visited = new BitSet();
  private final long count;

  /// @param count how many pages there are, numbered from 0
  public Pages(long count) {
    this.count = count;
  }

  /// How many there are.
  public long count() {
    return count;
  }

  /// Whether the page is there and was not visited before; it is from now on.
  public boolean visit(long page) {
    if (page < 0 || page >= count || visited.get((int) page)) {
      return false;
    }
    visited.set((int) page);
    return true;
  }
}
