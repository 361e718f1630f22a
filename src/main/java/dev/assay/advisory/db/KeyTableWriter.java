package dev.assay.advisory.db;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes a `KeyTable`, key by key.
final class KeyTableWriter {
  private static final int KEYS_PER_BUCKET = 4;

  private final List<Row> rows = new ArrayList<>();
  private final ExtractWriter extract = new ExtractWriter();

  private static final class Row implements Comparable<Row> {
    private final int hash;
    private final byte[] extract;

    Row(int hash, byte[] extract) {
      this.hash = hash;
      this.extract = extract;
    }

    @Override
    public int compareTo(Row other) {
      int byHash = Integer.compareUnsigned(hash, other.hash);
      return byHash != 0 ? byHash : Arrays.compareUnsigned(extract, other.extract);
    }
  }

  /// Adds an advisory of the key that is ended next.
  void add(Unpacker advisory) throws Unpacker.Damaged {
    extract.add(advisory);
  }

  void endKey(byte[] key) {
    rows.add(new Row(KeyTable.hash(key), extract.end()));
  }

  byte[] toBytes() {
    rows.sort(null);
    int buckets = Math.max(1, Integer.highestOneBit(rows.size() / KEYS_PER_BUCKET));
    int shift = 32 - Integer.numberOfTrailingZeros(buckets);
    int[] before = new int[buckets + 1];
    Packer table = new Packer();
    Packer extracts = new Packer();
    for (Row row : rows) {
      before[(int) (Integer.toUnsignedLong(row.hash) >>> shift) + 1]++;
      table.fixed(row.hash).fixed(extracts.length());
      extracts.raw(row.extract, 0, row.extract.length);
    }
    Packer whole = new Packer().fixed(buckets).fixed(rows.size());
    int sum = 0;
    for (int count : before) {
      sum += count;
      whole.fixed(sum);
    }
    return whole
        .raw(table.array(), 0, table.length())
        .raw(extracts.array(), 0, extracts.length())
        .toBytes();
  }
}
