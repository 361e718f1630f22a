package dev.assay.sign.log;

import dev.assay.sign.crypto.Hash;
import dev.assay.sign.crypto.Octets;
import java.util.Iterator;
import java.util.List;

/// Hashes of a log's tree.
///
/// Source: RFC 6962 section 2.1, RFC 9162 section 2.1.3.2
final class MerkleTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  static byte[] leaf(byte[] entry) {
    return Hash.SHA256.of(LEAF, entry);
  }

  private static byte[] node(byte[] left, byte[] right) {
    return Hash.SHA256.of(NODE, left, right);
  }

  /// Whether the path leads from the leaf at `index` to the root of a tree of `size` leaves.
  static boolean includes(byte[] leaf, long index, long size, List<Octets> path, Octets root) {
    if (index < 0 || index >= size || path.stream().anyMatch(hash -> hash.size() != 32)) {
      return false;
    }
    long place = index;
    long last = size - 1;
    byte[] hash = leaf;
    Iterator<Octets> hashes = path.iterator();
    while (last > 0) {
      boolean isRight = (place & 1) == 1;
      if (isRight || place < last) {
        if (!hashes.hasNext()) {
          return false;
        }
        byte[] sibling = hashes.next().bytes();
        hash = isRight ? node(sibling, hash) : node(hash, sibling);
      }
      place >>= 1;
      last >>= 1;
    }
    return !hashes.hasNext() && root.equals(Octets.of(hash));
  }
}
