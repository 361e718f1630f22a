package dev.assay.advisory.db;

import dev.assay.model.DataSource;
import dev.assay.model.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// The header and the preamble of a partition file; `package-info` says what is where.
final class PartitionLayout {
  static final long MAGIC = 0x42444159_41535341L; // "ASSAYADB", little-endian
  static final short VERSION = 2;
  static final int HEADER_BYTES = 128;
  static final int ROW_BYTES = 24;

  /// A block is closed behind the group that fills it to this. Packages are looked up here and
  /// there, so their blocks are short: unpacking one is most of what a look-up costs.
  static int blockBytes(PartitionId.Kind kind) {
    return kind == PartitionId.Kind.ADVISORIES ? 4 * 1024 : 16 * 1024;
  }

  /// No block is longer when it is unpacked.
  static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

  /// Index and preamble are held in memory.
  private static final int MAX_INDEX_BYTES = 64 * 1024 * 1024;

  private static final int MAX_PREAMBLE_BYTES = 1024 * 1024;

  private PartitionLayout() {}

  /// What the header says.
  record Header(
      PartitionId.Kind kind,
      int blocks,
      Section index,
      Section preamble,
      long fileBytes,
      long keys,
      long records,
      Digest content,
      Section table) {}

  /// A stretch of the file and its CRC-32.
  record Section(long offset, int length, int crc) {}

  static byte[] pack(Header header) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putShort(VERSION).putShort((short) header.kind().code());
    out.putInt(header.blocks());
    out.putLong(header.index().offset());
    out.putInt(header.index().length()).putInt(header.index().crc());
    out.putLong(header.preamble().offset());
    out.putInt(header.preamble().length()).putInt(header.preamble().crc());
    out.putLong(header.fileBytes()).putLong(header.keys()).putLong(header.records());
    out.put(HexFormat.of().parseHex(header.content().hex()));
    out.putLong(header.table().offset());
    out.putInt(header.table().length()).putInt(header.table().crc());
    out.putInt(HEADER_BYTES - 4, crc(out.array(), HEADER_BYTES - 4));
    return out.array();
  }

  static Header unpack(byte[] bytes) throws Unpacker.Damaged {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length != HEADER_BYTES || in.getLong() != MAGIC) {
      throw new Unpacker.Damaged("not a partition file");
    }
    if (in.getInt(HEADER_BYTES - 4) != crc(bytes, HEADER_BYTES - 4)) {
      throw new Unpacker.Damaged("the header does not match its checksum");
    }
    short version = in.getShort();
    if (version != VERSION) {
      throw new Unpacker.Damaged("layout version " + version + " is not known");
    }
    PartitionId.Kind kind = kind(in.getShort());
    int blocks = in.getInt();
    Section index = new Section(in.getLong(), in.getInt(), in.getInt());
    Section preamble = new Section(in.getLong(), in.getInt(), in.getInt());
    Header header =
        new Header(
            kind,
            blocks,
            index,
            preamble,
            in.getLong(),
            in.getLong(),
            in.getLong(),
            digest(in),
            new Section(in.getLong(), in.getInt(), in.getInt()));
    check(header);
    return header;
  }

  private static PartitionId.Kind kind(int code) throws Unpacker.Damaged {
    for (PartitionId.Kind kind : PartitionId.Kind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new Unpacker.Damaged("kind " + code + " is not known");
  }

  private static Digest digest(ByteBuffer in) {
    byte[] sha256 = new byte[32];
    in.get(sha256);
    return Digest.of(sha256);
  }

  private static void check(Header header) throws Unpacker.Damaged {
    boolean isInside =
        isInside(header.index(), header)
            && isInside(header.preamble(), header)
            && header.index().length() <= MAX_INDEX_BYTES
            && header.preamble().length() <= MAX_PREAMBLE_BYTES
            && (header.table().length() == 0 || isInside(header.table(), header))
            && header.table().length() <= MAX_INDEX_BYTES
            && header.blocks() >= 0
            && (long) header.blocks() * ROW_BYTES <= header.index().length();
    if (!isInside) {
      throw new Unpacker.Damaged("the header points beyond the file");
    }
  }

  private static boolean isInside(Section section, Header header) {
    return section.length() >= 0
        && section.offset() >= HEADER_BYTES
        && section.offset() <= header.fileBytes() - section.length();
  }

  static byte[] preamble(PartitionId id, Collection<DataSource> sources) {
    Packer packer = new Packer().text(id.toString()).number(sources.size());
    sources.forEach(s -> packer.text(s.id()).text(s.name()).text(s.url()));
    return packer.toBytes();
  }

  /// The data sources by id.
  static Map<String, DataSource> sources(byte[] preamble, PartitionId expected)
      throws Unpacker.Damaged {
    Unpacker in = new Unpacker(preamble);
    String name = in.text();
    if (!name.equals(expected.toString())) {
      throw new Unpacker.Damaged("it is `" + name + "`");
    }
    Map<String, DataSource> sources = new LinkedHashMap<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      DataSource source = new DataSource(in.text(), in.text(), in.text());
      sources.put(source.id(), source);
    }
    return sources;
  }

  static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
