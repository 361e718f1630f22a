package dev.assay.advisory.db;

import dev.assay.failure.DatabaseFailure;
import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A partition file. Opening it reads the header, the preamble and the table of keys; a look-up
/// asks the table, and where that is not enough searches the index, which is read when it is first
/// needed and kept, then reads and unpacks one block. Safe for use from several threads.
///
/// The file is read, not mapped: mapping costs 20 ms before anything is compiled, and where a
/// mapped file is cut off the process dies.
final class PartitionFile implements Closeable {
  private static final int KEPT_BYTES = 4 << 20;

  /// What is read at once: for more, the JDK takes fresh memory from the system, whose pages cost
  /// more than the reading.
  private static final int PIECE_BYTES = 64 << 10;

  private final PartitionId id;
  private final RandomAccessFile file;
  private final PartitionLayout.Header header;
  private final Map<String, DataSource> sources;
  private final Optional<KeyTable> table;

  /// What was unpacked stays, up to a limit: packages that stand together are asked for together.
  private final Map<Integer, byte[]> unpacked = new HashMap<>();

  /// Read and made when the first block is wanted: for many an image the table is enough.
  private volatile @Nullable ByteBuffer index;

  private @Nullable Inflater inflater;

  private int unpackedBytes;

  private PartitionFile(PartitionId id, RandomAccessFile file)
      throws IOException, Unpacker.Damaged {
    this.id = id;
    this.file = file;
    long length = file.length();
    if (length < PartitionLayout.HEADER_BYTES) {
      throw new Unpacker.Damaged("it ends within its header");
    }
    this.header = PartitionLayout.unpack(read(0, PartitionLayout.HEADER_BYTES));
    if (header.kind() != id.kind()) {
      throw new Unpacker.Damaged("it holds " + header.kind().word());
    }
    if (header.fileBytes() != length) {
      throw new Unpacker.Damaged("it has " + length + " bytes instead of " + header.fileBytes());
    }
    this.sources = PartitionLayout.sources(checked(header.preamble(), "preamble"), id);
    this.table =
        header.table().length() == 0
            ? Optional.empty()
            : Optional.of(new KeyTable(checked(header.table(), "table of keys")));
  }

  /// Opens a partition.
  ///
  /// @throws DatabaseFailure where the file is damaged or another partition's
  /// @throws IOException where it cannot be read
  static PartitionFile open(Path path, PartitionId id) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      return new PartitionFile(id, file);
    } catch (Unpacker.Damaged e) {
      file.close();
      throw damaged(id, e);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
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
      if (table.isPresent() && !table.get().mayHave(key)) {
        return List.of();
      }
      int row = lastRowNotAfter(key);
      if (row < 0) {
        return List.of();
      }
      Unpacker block = new Unpacker(kept(row));
      while (!block.isAtEnd()) {
        int order = block.compareTo(key);
        if (order == 0) {
          return records(block.slice());
        }
        if (order > 0) {
          return List.of();
        }
        block.skip();
      }
      return List.of();
    } catch (Unpacker.Damaged | IOException e) {
      throw damaged(id, e);
    }
  }

  /// Whether an advisory of the key may hold a version. Where one does, or there is one and the
  /// version is none, the answer is yes.
  ///
  /// @throws DatabaseFailure where what tells is damaged
  boolean mayHold(byte[] key, VersionTest test) {
    try {
      return table.isEmpty() || table.get().mayHold(key, test);
    } catch (Unpacker.Damaged e) {
      throw damaged(id, e);
    }
  }

  /// Reads every byte and compares it with its checksums, and what the blocks hold with the digest
  /// in the header.
  ///
  /// @throws DatabaseFailure where something is damaged
  void verify() {
    verify((records, record) -> {});
  }

  /// Looks at a record while everything is read.
  interface RecordCheck {
    /// @param records how many its key has
    void accept(int records, Unpacker record) throws Unpacker.Damaged;
  }

  /// As `verify`, and shows every record.
  void verify(RecordCheck check) {
    try {
      MessageDigest content = Digest.sha256(new byte[0]).hasher();
      content.update(checked(header.preamble(), "preamble"));
      index();
      long keys = 0;
      long records = 0;
      KeyTableWriter expected = new KeyTableWriter();
      for (int row = 0; row < header.blocks(); row++) {
        byte[] block = block(row);
        content.update(block);
        for (Unpacker groups = new Unpacker(block); !groups.isAtEnd(); keys++) {
          byte[] key = groups.block();
          Unpacker group = groups.slice();
          if (table.isPresent()) {
            extract(key, group.copy(), expected);
          }
          records += check(group, check);
        }
      }
      if (table.isPresent() && !table.get().hasBytes(expected.toBytes())) {
        throw new Unpacker.Damaged("its table of keys does not say what its advisories do");
      }
      boolean isCounted = keys == header.keys() && records == header.records();
      if (!isCounted || !Digest.of(content.digest()).equals(header.content())) {
        throw new Unpacker.Damaged("its content does not match its digest");
      }
    } catch (Unpacker.Damaged | IOException e) {
      throw damaged(id, e);
    }
  }

  private static void extract(byte[] key, Unpacker group, KeyTableWriter table)
      throws Unpacker.Damaged {
    for (int left = group.count(); left > 0; left--) {
      table.add(group.slice());
    }
    table.endKey(key);
  }

  private static int check(Unpacker group, RecordCheck check) throws Unpacker.Damaged {
    int count = group.count();
    for (int i = 0; i < count; i++) {
      check.accept(count, group.slice());
    }
    return count;
  }

  private static List<Unpacker> records(Unpacker group) throws Unpacker.Damaged {
    int count = group.count();
    List<Unpacker> records = new ArrayList<>(Math.min(count, Unpacker.MAX_AHEAD));
    for (int i = 0; i < count; i++) {
      records.add(group.slice());
    }
    return records;
  }

  private ByteBuffer index() throws IOException, Unpacker.Damaged {
    ByteBuffer read = index;
    if (read == null) {
      read = ByteBuffer.wrap(checked(header.index(), "index")).order(ByteOrder.LITTLE_ENDIAN);
      index = read;
    }
    return read;
  }

  private int lastRowNotAfter(byte[] key) throws IOException, Unpacker.Damaged {
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

  private int compareFirstKey(int row, byte[] key) throws IOException, Unpacker.Damaged {
    ByteBuffer index = index();
    int firstKeys = header.blocks() * PartitionLayout.ROW_BYTES;
    int limit = index.capacity() - firstKeys;
    int start = row == 0 ? 0 : index.getInt((row - 1) * PartitionLayout.ROW_BYTES + 20);
    int end = index.getInt(row * PartitionLayout.ROW_BYTES + 20);
    if (start < 0 || end < start || end > limit) {
      throw new Unpacker.Damaged("row " + row + " of the index is out of order");
    }
    int from = index.arrayOffset() + firstKeys;
    return Arrays.compareUnsigned(index.array(), from + start, from + end, key, 0, key.length);
  }

  private byte[] kept(int row) throws IOException, Unpacker.Damaged {
    synchronized (unpacked) {
      byte[] block = unpacked.get(row);
      if (block == null) {
        block = block(row);
        if (unpackedBytes + block.length > KEPT_BYTES) {
          unpacked.clear();
          unpackedBytes = 0;
        }
        if (block.length <= KEPT_BYTES) {
          unpacked.put(row, block);
          unpackedBytes += block.length;
        }
      }
      return block;
    }
  }

  private byte[] block(int row) throws IOException, Unpacker.Damaged {
    ByteBuffer index = index();
    int at = row * PartitionLayout.ROW_BYTES;
    PartitionLayout.Section packed =
        new PartitionLayout.Section(index.getLong(at), index.getInt(at + 8), index.getInt(at + 16));
    int rawLength = index.getInt(at + 12);
    boolean isInside =
        packed.offset() >= PartitionLayout.HEADER_BYTES
            && packed.length() >= 0
            && packed.offset() <= header.index().offset() - packed.length();
    if (!isInside || rawLength < 0 || rawLength > PartitionLayout.MAX_BLOCK_BYTES) {
      throw new Unpacker.Damaged("row " + row + " of the index points beyond the file");
    }
    return inflate(checked(packed, "block " + row), rawLength, row);
  }

  private byte[] inflate(byte[] packed, int rawLength, int row) throws Unpacker.Damaged {
    byte[] raw = new byte[rawLength];
    synchronized (unpacked) {
      try {
        Inflater inflater = inflater();
        inflater.reset();
        inflater.setInput(packed);
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
      }
    }
  }

  private Inflater inflater() {
    Inflater made = inflater;
    if (made == null) {
      made = new Inflater(true);
      inflater = made;
    }
    return made;
  }

  private byte[] checked(PartitionLayout.Section section, String what)
      throws IOException, Unpacker.Damaged {
    byte[] bytes = read(section.offset(), section.length());
    if (PartitionLayout.crc(bytes, bytes.length) != section.crc()) {
      throw new Unpacker.Damaged("its " + what + " does not match its checksum");
    }
    return bytes;
  }

  private byte[] read(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    synchronized (file) {
      file.seek(offset);
      for (int at = 0; at < length; at += Math.min(PIECE_BYTES, length - at)) {
        file.readFully(bytes, at, Math.min(PIECE_BYTES, length - at));
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    synchronized (unpacked) {
      if (inflater != null) {
        inflater.end();
      }
    }
    file.close();
  }
}
