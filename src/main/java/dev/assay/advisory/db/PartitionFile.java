package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A partition file, mapped into memory. Opening it reads the header, the index and the preamble; a
/// look-up searches the index in place and unpacks one block. Safe for use from several threads.
final class PartitionFile {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final PartitionId id;
  private final MemorySegment bytes;
  private final PartitionLayout.Header header;
  private final Map<String, DataSource> sources;

  private PartitionFile(PartitionId id, MemorySegment bytes) throws Unpacker.Damaged {
    this.id = id;
    this.bytes = bytes;
    if (bytes.byteSize() < PartitionLayout.HEADER_BYTES) {
      throw new Unpacker.Damaged("it ends within its header");
    }
    this.header = PartitionLayout.unpack(copy(0, PartitionLayout.HEADER_BYTES));
    if (header.kind() != id.kind()) {
      throw new Unpacker.Damaged("it holds " + header.kind().word());
    }
    if (header.fileBytes() != bytes.byteSize()) {
      throw new Unpacker.Damaged(
          "it has " + bytes.byteSize() + " bytes instead of " + header.fileBytes());
    }
    check(header.index(), "index");
    check(header.preamble(), "preamble");
    this.sources = PartitionLayout.sources(copy(header.preamble()), id);
  }

  /// Opens a partition. The mapping lives as long as the arena.
  ///
  /// @throws DatabaseFailure where the file is damaged or another partition's
  /// @throws IOException where it cannot be read
  static PartitionFile open(Path path, PartitionId id, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new PartitionFile(id, bytes);
    } catch (Unpacker.Damaged e) {
      throw damaged(id, e);
    }
  }

  static DatabaseFailure damaged(PartitionId id, Exception e) {
    return new DatabaseFailure(
        "cannot read partition " + id + " of the advisory database: " + e.getMessage(),
        "the file is damaged: run `assay db update` or `assay db build` again");
  }

  PartitionLayout.Header header() {
    return header;
  }

  /// The data source of that id.
  DataSource source(String sourceId) {
    DataSource source = sources.get(sourceId);
    return source == null ? new DataSource(sourceId, sourceId, "") : source;
  }

  /// The records of a key; empty where there are none.
  ///
  /// @throws DatabaseFailure where the block that should have it is damaged
  List<Unpacker> find(byte[] key) {
    try {
      int row = lastRowNotAfter(key);
      if (row < 0) {
        return List.of();
      }
      Unpacker block = new Unpacker(block(row));
      while (!block.isAtEnd()) {
        int order = block.compareTo(key);
        Unpacker group = block.slice();
        if (order == 0) {
          return records(group);
        }
        if (order > 0) {
          return List.of();
        }
      }
      return List.of();
    } catch (Unpacker.Damaged e) {
      throw damaged(id, e);
    }
  }

  /// Reads every byte and compares it with its checksums, and what the blocks hold with the digest
  /// in the header.
  ///
  /// @throws DatabaseFailure where something is damaged
  void verify() {
    try {
      MessageDigest content = Digest.sha256(new byte[0]).hasher();
      content.update(copy(header.preamble()));
      long keys = 0;
      for (int row = 0; row < header.blocks(); row++) {
        byte[] block = block(row);
        content.update(block);
        for (Unpacker groups = new Unpacker(block); !groups.isAtEnd(); keys++) {
          groups.slice();
          records(groups.slice());
        }
      }
      if (keys != header.keys() || !Digest.of(content.digest()).equals(header.content())) {
        throw new Unpacker.Damaged("its content does not match its digest");
      }
    } catch (Unpacker.Damaged e) {
      throw damaged(id, e);
    }
  }

  private static List<Unpacker> records(Unpacker group) throws Unpacker.Damaged {
    int count = group.count();
    List<Unpacker> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(group.slice());
    }
    return records;
  }

  private int lastRowNotAfter(byte[] key) throws Unpacker.Damaged {
    int low = 0;
    int high = header.blocks() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compareFirstKey(middle, key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private int compareFirstKey(int row, byte[] key) throws Unpacker.Damaged {
    long firstKeys = header.index().offset() + (long) header.blocks() * PartitionLayout.ROW_BYTES;
    long start = row == 0 ? 0 : bytes.get(INT, rowOffset(row - 1) + 20);
    long end = bytes.get(INT, rowOffset(row) + 20);
    long limit = header.index().offset() + header.index().length() - firstKeys;
    if (start < 0 || end < start || end > limit) {
      throw new Unpacker.Damaged("row " + row + " of the index is out of order");
    }
    long length = end - start;
    for (int i = 0; i < Math.min(length, key.length); i++) {
      int theirs = bytes.get(ValueLayout.JAVA_BYTE, firstKeys + start + i) & 0xff;
      int mine = key[i] & 0xff;
      if (theirs != mine) {
        return theirs - mine;
      }
    }
    return Long.compare(length, key.length);
  }

  private long rowOffset(int row) {
    return header.index().offset() + (long) row * PartitionLayout.ROW_BYTES;
  }

  private byte[] block(int row) throws Unpacker.Damaged {
    long at = rowOffset(row);
    PartitionLayout.Section packed =
        new PartitionLayout.Section(
            bytes.get(LONG, at), bytes.get(INT, at + 8), bytes.get(INT, at + 16));
    int rawLength = bytes.get(INT, at + 12);
    boolean isInside =
        packed.offset() >= PartitionLayout.HEADER_BYTES
            && packed.length() >= 0
            && packed.offset() <= header.index().offset() - packed.length();
    if (!isInside || rawLength < 0 || rawLength > PartitionLayout.MAX_BLOCK_BYTES) {
      throw new Unpacker.Damaged("row " + row + " of the index points beyond the file");
    }
    check(packed, "block " + row);
    return inflate(packed, rawLength, row);
  }

  private byte[] inflate(PartitionLayout.Section packed, int rawLength, int row)
      throws Unpacker.Damaged {
    byte[] raw = new byte[rawLength];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(copy(packed));
      int length = 0;
      while (length < rawLength) {
        int step = inflater.inflate(raw, length, rawLength - length);
        if (step == 0) {
          throw new Unpacker.Damaged("block " + row + " ends early");
        }
        length += step;
      }
      return raw;
    } catch (DataFormatException e) {
      throw new Unpacker.Damaged("block " + row + " cannot be unpacked");
    } finally {
      inflater.end();
    }
  }

  private void check(PartitionLayout.Section section, String what) throws Unpacker.Damaged {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asSlice(section.offset(), section.length()).asByteBuffer());
    if ((int) crc.getValue() != section.crc()) {
      throw new Unpacker.Damaged("its " + what + " does not match its checksum");
    }
  }

  private byte[] copy(PartitionLayout.Section section) {
    return copy(section.offset(), section.length());
  }

  private byte[] copy(long offset, int length) {
    return bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
