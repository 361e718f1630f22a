package dev.assay.advisory.db;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Sorts any number of records by partition, key and content within a bounded heap: what does not
/// fit is written to a folder in sorted runs, which are merged when they are read back. Records
/// that are equal in every byte are kept once.
final class RecordSorter implements Closeable {
  /// Takes the records of a partition in order.
  interface Visitor {
    void accept(byte[] key, byte[] record) throws IOException;
  }

  /// A sorted run: where each partition's stretch of the file begins and ends.
  private record Run(Path file, Map<PartitionId, long[]> stretches) {}

  private final Path folder;
  private final long memoryBytes;
  private final TreeMap<PartitionId, RecordBuffer> buffers = new TreeMap<>();
  private final List<Run> runs = new ArrayList<>();
  private long usedBytes;

  /// @param folder for the runs; the caller deletes it
  /// @param memoryBytes how much may wait in memory
  RecordSorter(Path folder, long memoryBytes) {
    this.folder = folder;
    this.memoryBytes = memoryBytes;
  }

  void add(PartitionId partition, byte[] key, byte[] record) throws IOException {
    RecordBuffer buffer = buffers.computeIfAbsent(partition, p -> new RecordBuffer());
    long before = buffer.allocatedBytes();
    buffer.add(key, record);
    usedBytes += buffer.allocatedBytes() - before;
    if (usedBytes > memoryBytes) {
      spill();
    }
  }

  /// The partitions that have a record.
  SortedSet<PartitionId> partitions() {
    TreeSet<PartitionId> all = new TreeSet<>(buffers.keySet());
    runs.forEach(run -> all.addAll(run.stretches().keySet()));
    return all;
  }

  /// Gives every record of a partition to the visitor, in order.
  void drain(PartitionId partition, Visitor visitor) throws IOException {
    PriorityQueue<Cursor> cursors = new PriorityQueue<>();
    List<Closeable> open = new ArrayList<>();
    try {
      RecordBuffer buffer = buffers.get(partition);
      if (buffer != null) {
        cursors.add(new Cursor(buffer.sorted()));
      }
      for (Run run : runs) {
        long[] stretch = run.stretches().get(partition);
        if (stretch != null) {
          FileChannel channel = FileChannel.open(run.file());
          open.add(channel);
          channel.position(stretch[0]);
          cursors.add(new Cursor(stored(channel, stretch[1] - stretch[0])));
        }
      }
      cursors.removeIf(cursor -> cursor.current == null);
      merge(cursors, visitor);
    } finally {
      for (Closeable each : open) {
        each.close();
      }
    }
  }

  private static void merge(PriorityQueue<Cursor> cursors, Visitor visitor) throws IOException {
    RecordBuffer.Entry last = null;
    for (Cursor least = cursors.poll(); least != null; least = cursors.poll()) {
      RecordBuffer.Entry entry = least.current;
      if (entry == null) {
        continue;
      }
      if (last == null || entry.compareTo(last) != 0) {
        visitor.accept(entry.key(), entry.record());
      }
      last = entry;
      if (least.advance()) {
        cursors.add(least);
      }
    }
  }

  private void spill() throws IOException {
    Path file = folder.resolve("run-" + runs.size());
    Map<PartitionId, long[]> stretches = new TreeMap<>();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      long position = 0;
      for (Map.Entry<PartitionId, RecordBuffer> each : buffers.entrySet()) {
        long start = position;
        EntrySource entries = each.getValue().sorted();
        for (RecordBuffer.Entry e = entries.next(); e != null; e = entries.next()) {
          out.writeInt(e.key().length);
          out.writeInt(e.record().length);
          out.write(e.key());
          out.write(e.record());
          position += 8L + e.key().length + e.record().length;
        }
        stretches.put(each.getKey(), new long[] {start, position});
      }
    }
    runs.add(new Run(file, stretches));
    buffers.clear();
    usedBytes = 0;
  }

  private static EntrySource stored(FileChannel channel, long length) {
    InputStream buffered = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    DataInputStream in = new DataInputStream(buffered);
    long[] left = {length};
    return () -> {
      if (left[0] <= 0) {
        return null;
      }
      byte[] key = new byte[in.readInt()];
      byte[] record = new byte[in.readInt()];
      in.readFully(key);
      in.readFully(record);
      left[0] -= 8L + key.length + record.length;
      return new RecordBuffer.Entry(key, record);
    };
  }

  @Override
  public void close() throws IOException {
    buffers.clear();
    for (Run run : runs) {
      Files.deleteIfExists(run.file());
    }
  }

  /// Gives entries in order, then `null`.
  interface EntrySource {
    RecordBuffer.@Nullable Entry next() throws IOException;
  }

  private static final class Cursor implements Comparable<Cursor> {
    private final EntrySource source;
    private RecordBuffer.@Nullable Entry current;

    Cursor(EntrySource source) throws IOException {
      this.source = source;
      this.current = source.next();
    }

    boolean advance() throws IOException {
      current = source.next();
      return current != null;
    }

    @Override
    public int compareTo(Cursor other) {
      RecordBuffer.Entry mine = current;
      RecordBuffer.Entry theirs = other.current;
      if (mine == null || theirs == null) {
        return Boolean.compare(mine == null, theirs == null);
      }
      return mine.compareTo(theirs);
    }
  }
}
