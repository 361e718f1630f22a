package dev.assay.advisory.db;

import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.zip.Deflater;

/// Writes a partition file from records that come sorted by key and content.
final class PartitionWriter implements Closeable {
  private final RandomAccessFile file;
  private final OutputStream out;
  private final PartitionId id;
  private final byte[] preamble;
  private final MessageDigest content = Digest.sha256(new byte[0]).hasher();
  private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
  private final Packer block = new Packer();
  private final Packer group = new Packer();
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private final ByteArrayOutputStream firstKeys = new ByteArrayOutputStream();
  private final int blockBytes;
  private byte[] packed = new byte[1 << 14];
  private final KeyTableWriter table = new KeyTableWriter();
  private byte[] key = {};
  private byte[] blockKey = {};
  private int inGroup;
  private long position = PartitionLayout.HEADER_BYTES;
  private int blocks;
  private long keys;
  private long records;

  PartitionWriter(Path path, PartitionId id, Collection<DataSource> sources) throws IOException {
    this.id = id;
    this.blockBytes = PartitionLayout.blockBytes(id.kind());
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.out = new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), 1 << 16);
    this.preamble = PartitionLayout.preamble(id, sources);
    content.update(preamble);
    out.write(new byte[PartitionLayout.HEADER_BYTES]);
  }

  void add(byte[] nextKey, byte[] record) throws IOException {
    if (inGroup > 0 && !Arrays.equals(key, nextKey)) {
      endGroup();
    }
    key = nextKey;
    group.block(record);
    if (isListed()) {
      extract(record);
    }
    inGroup++;
    records++;
  }

  private void extract(byte[] record) throws IOException {
    try {
      table.add(new Unpacker(record));
    } catch (Unpacker.Damaged e) {
      throw new IOException("an advisory of " + id + " is packed wrongly", e);
    }
  }

  /// Ends the file. What it holds is on disk when this returns.
  PartitionLayout.Header finish() throws IOException {
    endGroup();
    endBlock();
    byte[] index = index();
    out.write(index);
    out.write(preamble);
    byte[] keyTable = isListed() ? table.toBytes() : new byte[0];
    out.write(keyTable);
    out.flush();
    PartitionLayout.Header header =
        new PartitionLayout.Header(
            id.kind(),
            blocks,
            section(position, index),
            section(position + index.length, preamble),
            position + index.length + preamble.length + keyTable.length,
            keys,
            records,
            Digest.of(content.digest()),
            section(position + index.length + preamble.length, keyTable));
    file.seek(0);
    file.write(PartitionLayout.pack(header));
    file.getFD().sync();
    return header;
  }

  /// Details are asked for by ids that are there in most cases: a table would be of no use.
  private boolean isListed() {
    return id.kind() == PartitionId.Kind.ADVISORIES;
  }

  private static PartitionLayout.Section section(long offset, byte[] bytes) {
    return new PartitionLayout.Section(
        offset, bytes.length, PartitionLayout.crc(bytes, bytes.length));
  }

  private void endGroup() throws IOException {
    if (inGroup == 0) {
      return;
    }
    if (block.length() == 0) {
      blockKey = key;
    }
    byte[] count = new Packer().number(inGroup).toBytes();
    block.block(key).number((long) count.length + group.length());
    block.raw(count, 0, count.length).raw(group.array(), 0, group.length());
    group.clear();
    inGroup = 0;
    if (isListed()) {
      table.endKey(key);
    }
    keys++;
    if (block.length() >= blockBytes) {
      endBlock();
    }
  }

  private void endBlock() throws IOException {
    if (block.length() == 0) {
      return;
    }
    if (block.length() > PartitionLayout.MAX_BLOCK_BYTES) {
      throw new IOException("the records of one key in " + id + " are over the limit");
    }
    content.update(block.array(), 0, block.length());
    int length = deflate();
    out.write(packed, 0, length);
    firstKeys.write(blockKey);
    row(length);
    position += length;
    blocks++;
    block.clear();
  }

  private int deflate() {
    deflater.reset();
    deflater.setInput(block.array(), 0, block.length());
    deflater.finish();
    int length = 0;
    while (!deflater.finished()) {
      if (length == packed.length) {
        packed = Arrays.copyOf(packed, packed.length * 2);
      }
      length += deflater.deflate(packed, length, packed.length - length);
    }
    return length;
  }

  private void row(int length) {
    littleEndian(position, 8);
    littleEndian(length, 4);
    littleEndian(block.length(), 4);
    littleEndian(PartitionLayout.crc(packed, length), 4);
    littleEndian(firstKeys.size(), 4);
  }

  private void littleEndian(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      rows.write((int) (value >>> (8 * i)));
    }
  }

  private byte[] index() {
    byte[] index = Arrays.copyOf(rows.toByteArray(), rows.size() + firstKeys.size());
    System.arraycopy(firstKeys.toByteArray(), 0, index, rows.size(), firstKeys.size());
    return index;
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    file.close();
  }
}
