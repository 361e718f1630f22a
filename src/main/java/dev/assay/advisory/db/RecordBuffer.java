package dev.assay.advisory.db;

import java.util.Arrays;

/// Records of one partition in memory, in two arrays whatever their number.
final class RecordBuffer {
  /// A key and one of its records; ordered by their unsigned bytes.
  static final class Entry implements Comparable<Entry> {
    private final byte[] key;
    private final byte[] record;

    Entry(byte[] key, byte[] record) {
      this.key = key;
      this.record = record;
    }

    byte[] key() {
      return key;
    }

    byte[] record() {
      return record;
    }

    @Override
    public int compareTo(Entry other) {
      int byKey = Arrays.compareUnsigned(key, other.key);
      return byKey != 0 ? byKey : Arrays.compareUnsigned(record, other.record);
    }
  }

  /// Bounds of an entry in `bytes`: its key from `starts[i]`, its record from `middles[i]`, both
  /// ending where the next begins.
  private byte[] bytes = new byte[1024];

  private int[] starts = new int[33];
  private int[] middles = new int[32];
  private int count;

  void add(byte[] key, byte[] record) {
    if (count == middles.length) {
      middles = Arrays.copyOf(middles, count * 2);
      starts = Arrays.copyOf(starts, count * 2 + 1);
    }
    int start = starts[count];
    int end = Math.addExact(Math.addExact(start, key.length), record.length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length + (bytes.length >> 1)));
    }
    System.arraycopy(key, 0, bytes, start, key.length);
    System.arraycopy(record, 0, bytes, start + key.length, record.length);
    middles[count] = start + key.length;
    starts[++count] = end;
  }

  long allocatedBytes() {
    // Twelve more for each record while it is sorted.
    return bytes.length + 4L * (starts.length + middles.length) + 12L * count;
  }

  /// The entries in order. Adding ends the order.
  RecordSorter.EntrySource sorted() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    int[] next = {0};
    return () -> next[0] == order.length ? null : entry(order[next[0]++]);
  }

  private int compare(int a, int b) {
    int byKey = Arrays.compareUnsigned(bytes, starts[a], middles[a], bytes, starts[b], middles[b]);
    return byKey != 0
        ? byKey
        : Arrays.compareUnsigned(
            bytes, middles[a], starts[a + 1], bytes, middles[b], starts[b + 1]);
  }

  private Entry entry(int index) {
    return new Entry(
        Arrays.copyOfRange(bytes, starts[index], middles[index]),
        Arrays.copyOfRange(bytes, middles[index], starts[index + 1]));
  }
}
