package dev.assay.image;

import dev.assay.model.PathSet;
import java.util.Arrays;

/// A `PathSet` under way: hashes of paths that come and go, in an open table of at most three
/// quarters full.
final class PathHashes {
  /// Marks a free slot. A path whose hash it is, one in 2⁶⁴, is forgotten.
  private static final long FREE = 0;

  private long[] slots = new long[64];
  private int count;

  /// @return whether it is new
  boolean add(long hash) {
    if (hash == FREE) {
      return false;
    }
    int slot = slotOf(hash);
    if (slots[slot] == hash) {
      return false;
    }
    slots[slot] = hash;
    if (++count > slots.length / 4 * 3) {
      grow();
    }
    return true;
  }

  /// Where it is, or the free slot it belongs into.
  private int slotOf(long hash) {
    int slot = home(hash);
    while (slots[slot] != FREE && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int home(long hash) {
    return (int) hash & (slots.length - 1); // as good as random
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    for (long hash : before) {
      if (hash != FREE) {
        slots[slotOf(hash)] = hash;
      }
    }
  }

  void remove(long hash) {
    int hole = slotOf(hash);
    if (hash == FREE || slots[hole] == FREE) {
      return;
    }
    count--;
    slots[hole] = FREE;
    int mask = slots.length - 1;
    for (int slot = (hole + 1) & mask; slots[slot] != FREE; slot = (slot + 1) & mask) {
      // Moves back what could not be found across the hole.
      if (((slot - home(slots[slot])) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot];
        slots[slot] = FREE;
        hole = slot;
      }
    }
  }

  PathSet toSet() {
    long[] hashes = new long[count];
    int at = 0;
    for (long hash : slots) {
      if (hash != FREE) {
        hashes[at++] = hash;
      }
    }
    return PathSet.ofHashes(Arrays.copyOf(hashes, at));
  }
}
