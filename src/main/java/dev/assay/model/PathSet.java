package dev.assay.model;

import java.util.Arrays;

/// A set of paths that can only be asked "is this one in it?", eight bytes a path: enough to know
/// that an upper layer's file hides a folder below it, or which layer holds a link's target. A
/// false yes has a chance of one in 2⁶⁴ for each path.
public final class PathSet {
  /// No path at all.
  public static final PathSet EMPTY = new PathSet(new long[0]);

  private final long[] sortedHashes;

  private PathSet(long[] sortedHashes) {
    this.sortedHashes = sortedHashes;
  }

  /// The set of the paths with these hashes; the array is taken over and sorted.
  public static PathSet ofHashes(long[] hashes) {
    Arrays.sort(hashes);
    return new PathSet(hashes);
  }

  /// Whether the path is in the set.
  public boolean contains(String path) {
    return Arrays.binarySearch(sortedHashes, hash(path)) >= 0;
  }

  /// How many paths it holds.
  public int size() {
    return sortedHashes.length;
  }

  /// The hashes in ascending order; a copy.
  public long[] hashes() {
    return sortedHashes.clone();
  }

  /// The hash of a path, over its UTF-16 units: FNV-1a, then a finalizer that spreads every bit.
  ///
  /// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>; SplitMix64's finalizer
  public static long hash(String path) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < path.length(); i++) {
      h = (h ^ path.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathSet set && Arrays.equals(sortedHashes, set.sortedHashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sortedHashes);
  }
}
