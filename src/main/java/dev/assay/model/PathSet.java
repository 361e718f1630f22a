package dev.assay.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// A set of paths that can only be asked "is this one in it?", eight bytes a path: enough to know
/// that an upper layer's file hides a folder below it, or which layer holds a link's target. A
/// false yes has a chance of one in 2⁶⁴ for each path.
public final class PathSet {
  /// No path at all.
  public static final PathSet EMPTY = new PathSet(new long[0]);

  private static final ThreadLocal<MessageDigest> HASHER =
      ThreadLocal.withInitial(() -> Digest.sha256(new byte[0]).hasher());

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

  /// The hash of a path: the first eight bytes of the SHA-256 of its UTF-16 units. Whoever makes an
  /// image must not be able to invent a path that passes for another one.
  public static long hash(String path) {
    byte[] units = new byte[2 * path.length()];
    for (int i = 0; i < path.length(); i++) {
      char unit = path.charAt(i);
      units[2 * i] = (byte) (unit >> 8);
      units[2 * i + 1] = (byte) unit;
    }
    return ByteBuffer.wrap(HASHER.get().digest(units)).getLong();
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
