package dev.assay.analyze.binary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes ELF files of a few hundred bytes, from the published format: segments after the headers,
/// sections that are not loaded behind them, the table of sections at the end.
final class ElfWriter {
  static final int READ = 4;
  static final int READ_WRITE = 6;
  private static final int BASE = 0x400000;

  private record Part(int type, int flags, byte[] content) {}

  private final boolean isWide;
  private final ByteOrder order;
  private final List<Part> segments = new ArrayList<>();
  private final List<byte[]> sections = new ArrayList<>();

  ElfWriter(int bits, ByteOrder order) {
    this.isWide = bits == 64;
    this.order = order;
  }

  /// A segment that is loaded.
  ElfWriter load(int flags, byte[] content) {
    segments.add(new Part(1, flags, content));
    return this;
  }

  /// A segment of one note.
  ElfWriter note(String owner, int type, byte[] content) {
    byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer note = ByteBuffer.allocate(12 + padded(name.length) + padded(content.length));
    note.order(order).putInt(name.length).putInt(content.length).putInt(type).put(name);
    note.position(12 + padded(name.length)).put(content);
    segments.add(new Part(4, READ, note.array()));
    return this;
  }

  /// A section that is not loaded.
  ElfWriter section(byte[] content) {
    sections.add(content);
    return this;
  }

  private static int padded(int size) {
    return (size + 3) & ~3;
  }

  private static int aligned(int size) {
    return (size + 15) & ~15;
  }

  private int headerBytes() {
    return isWide ? 64 : 52;
  }

  private int segmentBytes() {
    return isWide ? 56 : 32;
  }

  /// Where a segment's content will be.
  private int offset(int segment) {
    int at = aligned(headerBytes() + segments.size() * segmentBytes());
    for (Part part : segments.subList(0, segment)) {
      at = aligned(at + part.content.length);
    }
    return at;
  }

  /// The address of a segment once it is loaded.
  int address(int segment, int segmentsInAll) {
    int before = segments.size();
    int shift = aligned(headerBytes() + segmentsInAll * segmentBytes());
    return BASE + offset(segment) - aligned(headerBytes() + before * segmentBytes()) + shift;
  }

  byte[] bytes() {
    int at = offset(segments.size());
    var offsets = new ArrayList<Integer>();
    for (byte[] section : sections) {
      offsets.add(at);
      at += section.length;
    }
    int table = aligned(at);
    var out = new ByteArrayOutputStream();
    out.writeBytes(header(sections.isEmpty() ? 0 : table));
    for (int i = 0; i < segments.size(); i++) {
      out.writeBytes(segment(i));
    }
    for (int i = 0; i < segments.size(); i++) {
      out.writeBytes(new byte[offset(i) - out.size()]);
      out.writeBytes(segments.get(i).content);
    }
    out.writeBytes(new byte[offset(segments.size()) - out.size()]);
    sections.forEach(out::writeBytes);
    out.writeBytes(new byte[table - out.size()]);
    for (int i = 0; i < sections.size(); i++) {
      out.writeBytes(section(offsets.get(i), sections.get(i).length));
    }
    return out.toByteArray();
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  private ByteBuffer word(ByteBuffer out, long value) {
    return isWide ? out.putLong(value) : out.putInt((int) value);
  }

  private byte[] header(int table) {
    ByteBuffer out = buffer(headerBytes());
    out.put(new byte[] {0x7f, 'E', 'L', 'F'}).put((byte) (isWide ? 2 : 1));
    out.put((byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)).put((byte) 1).position(16);
    out.putShort((short) 2).putShort((short) (isWide ? 62 : 8)).putInt(1);
    word(word(word(out, BASE), headerBytes()), table).putInt(0);
    out.putShort((short) headerBytes()).putShort((short) segmentBytes());
    out.putShort((short) segments.size()).putShort((short) (isWide ? 64 : 40));
    out.putShort((short) sections.size());
    return out.array();
  }

  private byte[] segment(int index) {
    Part part = segments.get(index);
    long offset = offset(index);
    ByteBuffer out = buffer(segmentBytes()).putInt(part.type);
    if (isWide) {
      out.putInt(part.flags);
    }
    word(word(word(out, offset), BASE + offset), BASE + offset);
    word(word(out, part.content.length), part.content.length);
    if (!isWide) {
      out.putInt(part.flags);
    }
    return word(out, 16).array();
  }

  private byte[] section(long offset, long size) {
    ByteBuffer out = buffer(isWide ? 64 : 40).putInt(0).putInt(1);
    word(word(word(word(out, 0), 0), offset), size);
    return out.array();
  }
}
