package dev.assay.format.program;

import dev.assay.format.program.Region.Use;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The headers of an ELF file: `0x7f ELF`, class (1: 32 bits, 2: 64 bits), byte order (1: little,
/// 2: big), then at an offset of its own the table of segments, which the loader goes by, and
/// mostly near the file's end the table of sections, which linkers go by and which may be missing.
///
/// Source: <https://gabi.xinuos.com/elf/02-eheader.html>,
/// <https://gabi.xinuos.com/elf/07-pheader.html>
final class Elf {
  private static final int EXECUTABLE = 2;
  private static final int SHARED = 3;
  private static final int LOAD = 1;
  private static final int NOTE = 4;
  private static final int FLAG_EXECUTE = 1;
  private static final int FLAG_WRITE = 2;
  private static final int MAX_SEGMENTS = 128;

  private final Numbers in;
  private final boolean isWide;
  private final ByteOrder order;

  private Elf(byte[] front) {
    this.isWide = front[4] == 2;
    this.order = front[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.in = new Numbers(front, order);
  }

  static boolean isElf(byte[] first) {
    return first.length >= 16
        && first[0] == 0x7f
        && first[1] == 'E'
        && first[2] == 'L'
        && first[3] == 'F';
  }

  static Optional<ProgramLayout> parse(byte[] front) {
    boolean isKnown = (front[4] == 1 || front[4] == 2) && (front[5] == 1 || front[5] == 2);
    return isKnown ? new Elf(front).layout() : Optional.empty();
  }

  /// Whether a file of these bytes ends before its table of segments does.
  static boolean isCut(byte[] file) {
    boolean isKnown = (file[4] == 1 || file[4] == 2) && (file[5] == 1 || file[5] == 2);
    return isKnown && new Elf(file).isCut(file.length);
  }

  private boolean isCut(int length) {
    long table = isWide ? in.u64(32) : in.u32(28);
    long tableBytes = (long) in.u16(isWide ? 54 : 42) * in.u16(isWide ? 56 : 44);
    boolean isHeaderCut = length < (isWide ? 64 : 52);
    return isHeaderCut || (isProgram() && table > length - tableBytes);
  }

  private boolean isProgram() {
    int type = in.u16(16);
    return type == EXECUTABLE || type == SHARED;
  }

  private Optional<ProgramLayout> layout() {
    if (!isProgram()) {
      return Optional.empty();
    }
    var regions = new ArrayList<Region>();
    long table = isWide ? in.u64(32) : in.u32(28);
    int entryBytes = in.u16(isWide ? 54 : 42);
    int count = Math.min(in.u16(isWide ? 56 : 44), MAX_SEGMENTS);
    for (int i = 0; i < count; i++) {
      segment(table + (long) i * entryBytes, regions);
    }
    sections(regions);
    return Optional.of(new ProgramLayout(ProgramLayout.Format.ELF, order, isWide ? 8 : 4, regions));
  }

  private void segment(long at, List<Region> regions) {
    long type = in.u32(at);
    if (type != LOAD && type != NOTE) {
      return;
    }
    long flags = in.u32(at + (isWide ? 4 : 24));
    long offset = isWide ? in.u64(at + 8) : in.u32(at + 4);
    long address = isWide ? in.u64(at + 16) : in.u32(at + 8);
    long size = isWide ? in.u64(at + 32) : in.u32(at + 16);
    Use use;
    if (type == NOTE) {
      use = Use.NOTES;
    } else if ((flags & FLAG_WRITE) != 0) {
      use = Use.WRITABLE;
    } else {
      use = (flags & FLAG_EXECUTE) != 0 ? Use.CODE : Use.READ_ONLY;
    }
    add(new Region(use, "", offset, size, address), regions);
  }

  private void sections(List<Region> regions) {
    long table = isWide ? in.u64(40) : in.u32(32);
    int entryBytes = in.u16(isWide ? 58 : 46);
    int count = in.u16(isWide ? 60 : 48);
    if (entryBytes == (isWide ? 64 : 40)) {
      add(new Region(Use.SECTIONS, "", table, (long) entryBytes * count, 0), regions);
    }
  }

  static void add(Region region, List<Region> regions) {
    if (region.offset() >= 0 && region.sizeBytes() > 0 && region.end() > 0) {
      regions.add(region);
    }
  }
}
