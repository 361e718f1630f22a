package dev.assay.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongConsumer;

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

  /// The set of these paths and some more.
  public PathSet and(Collection<String> paths) {
    long[] more = new long[paths.size()];
    int count = 0;
    for (String path : paths) {
      more[count++] = hash(path);
    }
    Arrays.sort(more);
    return new PathSet(merged(sortedHashes, more));
  }

  /// Both are in order: to put one into the other is far cheaper than to sort them together.
  private static long[] merged(long[] many, long[] few) {
    long[] all = new long[many.length + few.length];
    int from = 0;
    int to = 0;
    for (long one : few) {
      int found = Arrays.binarySearch(many, from, many.length, one);
      int until = found < 0 ? -found - 1 : found;
      System.arraycopy(many, from, all, to, until - from);
      to += until - from;
      from = until;
      all[to++] = one;
    }
    System.arraycopy(many, from, all, to, many.length - from);
    return all;
  }

  /// Gives the hash of each path to somebody.
  public void forEach(LongConsumer taker) {
    for (long hash : sortedHashes) {
      taker.accept(hash);
    }
  }

  /// Whether the path is in the set.
  public boolean contains(String path) {
    return contains(hash(path));
  }

  /// Whether the path with that hash is in the set.
  public boolean contains(long hash) {
    return Arrays.binarySearch(sortedHashes, hash) >= 0;
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
    return first(HASHER.get().digest(units(path)));
  }

  /// The hashes of a folder and of those above it, outermost first, in one go.
  ///
  /// @param known length of a folder above it, or of itself, up to which none is wanted; 0 for none
  /// @param most so many parts may a folder's path have whose hash is wanted
  public static long[] hashesDown(String folder, int known, long most) {
    byte[] units = units(folder);
    MessageDigest soFar = copy(HASHER.get());
    long[] hashes = new long[8];
    int count = 0;
    int parts = 0;
    int from = 0;
    for (int at = 0; at <= folder.length() && parts < most; at++) {
      if (at < folder.length() && folder.charAt(at) != '/') {
        continue;
      }
      parts++;
      if (at > known) {
        soFar.update(units, from, 2 * at - from);
        from = 2 * at;
        hashes = count < hashes.length ? hashes : Arrays.copyOf(hashes, 2 * count);
        hashes[count++] = first(copy(soFar).digest());
      }
    }
    return Arrays.copyOf(hashes, count);
  }

  private static MessageDigest copy(MessageDigest hasher) {
    try {
      return (MessageDigest) hasher.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every JDK can copy SHA-256", e);
    }
  }

  private static byte[] units(String path) {
    byte[] units = new byte[2 * path.length()];
    for (int i = 0; i < path.length(); i++) {
      char unit = path.charAt(i);
      units[2 * i] = (byte) (unit >> 8);
      units[2 * i + 1] = (byte) unit;
    }
    return units;
  }

  private static long first(byte[] hash) {
    return ByteBuffer.wrap(hash).getLong();
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
