package dev.assay.advisory.db;

import dev.assay.model.AffectedRange;
import dev.assay.version.PlainVersion;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Which keys a partition of advisories has, and what the advisories of each call affected: most
/// packages of an image have no advisory, and of the others most have a version that none holds. So
/// neither needs a block to be read.
///
/// Integers are little-endian. The number of buckets, a power of two, 4; the number of keys, 4; for
/// each bucket and once more, the number of keys in the buckets before it, 4 each; a row for each
/// key, of its hash, 4, and where its extract begins, 4, sorted by hash and then by the bytes of
/// the extracts; the extracts.
///
/// The hash of a key is the CRC-32 of its bytes: the JVM has a routine for it, which no code of
/// ours would be as fast as before it is compiled. Its upper bits number the bucket. Two keys may
/// share a hash: then both extracts are asked, and the answer is that of the key or "maybe", which
/// is why no key stands in the table.
///
/// An extract has the number of ranges; each as a byte that says what it has (1 an introduced
/// version, 2 which is itself not affected, 4 a fixed one, 8 a last affected one), and the texts of
/// those; the number of listed versions, and each. Every range and version stands in it once, and
/// of ranges from the beginning to a plain fix, as `PlainVersion` has it, the longest alone;
/// advisories that clear a package have no part in it.
final class KeyTable {
  static final int INTRODUCED = 1;
  static final int EXCLUDED = 2;
  static final int FIXED = 4;
  static final int LAST = 8;

  private static final int HEAD_BYTES = 8;
  private static final int ROW_BYTES = 8;

  private final byte[] bytes;
  private final int shift;
  private final int rows;
  private final int extracts;

  /// @param bytes as `KeyTableWriter` wrote them
  KeyTable(byte[] bytes) throws Unpacker.Damaged {
    this.bytes = bytes;
    long buckets = bytes.length < HEAD_BYTES ? 0 : number(0);
    long keys = bytes.length < HEAD_BYTES ? 0 : number(4);
    long firstRow = HEAD_BYTES + 4 * (buckets + 1);
    long end = firstRow + ROW_BYTES * keys;
    if (buckets < 1 || Long.bitCount(buckets) != 1 || keys < 0 || end > bytes.length) {
      throw new Unpacker.Damaged("its table of keys is cut off");
    }
    this.shift = 32 - Long.numberOfTrailingZeros(buckets);
    this.rows = (int) firstRow;
    this.extracts = (int) end;
  }

  static int hash(byte[] key) {
    CRC32 crc = new CRC32();
    crc.update(key, 0, key.length);
    return (int) crc.getValue();
  }

  /// Whether the partition may have the key; where it does, the answer is yes.
  boolean mayHave(byte[] key) throws Unpacker.Damaged {
    int hash = hash(key);
    int bucket = bucket(hash);
    int end = row(bucket + 1);
    for (int row = row(bucket); row < end; row += ROW_BYTES) {
      if (number(row) == hash) {
        return true;
      }
    }
    return false;
  }

  /// Whether an advisory of the key may hold a version; where one does, or there is one and the
  /// version is none, the answer is yes.
  boolean mayHold(byte[] key, VersionTest test) throws Unpacker.Damaged {
    int hash = hash(key);
    int bucket = bucket(hash);
    int end = row(bucket + 1);
    for (int row = row(bucket); row < end; row += ROW_BYTES) {
      if (number(row) == hash && (!test.isVersion() || holds(extract(row), test))) {
        return true;
      }
    }
    return false;
  }

  boolean hasBytes(byte[] expected) {
    return Arrays.equals(bytes, expected);
  }

  private static boolean holds(Unpacker extract, VersionTest test) throws Unpacker.Damaged {
    long plain = test.plain();
    for (int left = extract.count(); left > 0; left--) {
      int has = (int) extract.number();
      if (has == FIXED && plain != 0) {
        long fixed = extract.copy().plain();
        if (PlainVersion.areComparable(fixed, plain)) {
          extract.skip();
          if (plain < fixed) {
            return true;
          }
          continue;
        }
      }
      String introduced = (has & INTRODUCED) == 0 ? "" : extract.text();
      String fixed = (has & FIXED) == 0 ? "" : extract.text();
      String last = (has & LAST) == 0 ? "" : extract.text();
      if (test.isIn(new AffectedRange(introduced, fixed, last, (has & EXCLUDED) != 0))) {
        return true;
      }
    }
    for (int left = extract.count(); left > 0; left--) {
      if (test.is(extract.text())) {
        return true;
      }
    }
    return false;
  }

  private Unpacker extract(int row) throws Unpacker.Damaged {
    long start = extracts + Integer.toUnsignedLong(number(row + 4));
    if (start >= bytes.length) {
      throw new Unpacker.Damaged("its table of keys points beyond its end");
    }
    return new Unpacker(bytes, (int) start, bytes.length);
  }

  /// A shift of 32 would be none at all.
  private int bucket(int hash) {
    return (int) (Integer.toUnsignedLong(hash) >>> shift);
  }

  /// Where the rows of a bucket begin.
  private int row(int bucket) throws Unpacker.Damaged {
    long row = rows + ROW_BYTES * Integer.toUnsignedLong(number(HEAD_BYTES + 4 * bucket));
    if (row > extracts) {
      throw new Unpacker.Damaged("its table of keys is out of order");
    }
    return (int) row;
  }

  private int number(int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }
}
