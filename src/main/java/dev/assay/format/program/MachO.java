package dev.assay.format.program;

import dev.assay.format.program.Region.Use;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The headers of a program for macOS: a magic number, then load commands, of which `LC_SEGMENT`
/// (1) and `LC_SEGMENT_64` (0x19) list the sections of a segment.
///
/// Source:
/// <https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h>,
/// `fat.h` beside it
public final class MachO {
  private static final int MAX_COMMANDS = 1000;
  private static final int MAX_SECTIONS = 255;
  private static final int MAX_SLICES = 8;

  private final Numbers in;
  private final int word;
  private final List<Region> regions = new ArrayList<>();

  private MachO(Numbers in, int word) {
    this.in = in;
    this.word = word;
  }

  static boolean isMachO(byte[] first) {
    return first.length >= 16 && order(first).isPresent();
  }

  private static Optional<ByteOrder> order(byte[] first) {
    long magic = new Numbers(first, ByteOrder.BIG_ENDIAN).u32(0);
    if (magic == 0xfeedfaceL || magic == 0xfeedfacfL) {
      return Optional.of(ByteOrder.BIG_ENDIAN);
    }
    return magic == 0xcefaedfeL || magic == 0xcffaedfeL
        ? Optional.of(ByteOrder.LITTLE_ENDIAN)
        : Optional.empty();
  }

  /// Whether the file holds the same program for several processors. Java's classes begin with the
  /// same number, but where the count of processors is they have their version, at least 45.
  public static boolean isUniversal(byte[] first) {
    var in = new Numbers(first, ByteOrder.BIG_ENDIAN);
    return first.length >= 16 && in.u32(0) == 0xcafebabeL && in.u32(4) > 0 && in.u32(4) < 45;
  }

  /// Where the programs of a universal file are, by offset; the name is empty.
  public static List<Region> slices(byte[] front) {
    var in = new Numbers(front, ByteOrder.BIG_ENDIAN);
    var slices = new ArrayList<Region>();
    for (int i = 0; i < Math.min(in.u32(4), MAX_SLICES); i++) {
      long at = 8 + 20L * i;
      Elf.add(new Region(Use.CODE, "", in.u32(at + 8), in.u32(at + 12), 0), slices);
    }
    slices.sort(java.util.Comparator.comparingLong(Region::offset));
    return slices;
  }

  static Optional<ProgramLayout> parse(byte[] front) {
    ByteOrder order = order(front).orElse(ByteOrder.LITTLE_ENDIAN);
    var in = new Numbers(front, order);
    int word = (in.u32(0) & 1) == 1 ? 8 : 4;
    var parsing = new MachO(in, word);
    long at = word == 8 ? 32 : 28;
    long count = Math.min(in.u32(16), MAX_COMMANDS);
    for (int i = 0; i < count; i++) {
      long size = in.u32(at + 4);
      if (in.u32(at) == (word == 8 ? 0x19 : 1)) {
        parsing.segment(at);
      }
      if (size < 8) {
        break;
      }
      at += size;
    }
    return Optional.of(
        new ProgramLayout(ProgramLayout.Format.MACH_O, order, word, parsing.regions));
  }

  private void segment(long command) {
    String segment = in.text(command + 8, 16);
    long counts = command + 24 + 4L * word;
    long sections = Math.min(in.u32(counts + 8), MAX_SECTIONS);
    int entry = word == 8 ? 80 : 68;
    for (int i = 0; i < sections; i++) {
      section(segment, counts + 16 + (long) i * entry);
    }
  }

  private void section(String segment, long at) {
    String name = in.text(at, 16);
    long after = at + 32 + 2L * word;
    long kind = in.u32(after + 16) & 0xff;
    boolean isZeros = kind == 1 || kind == 0xc || kind == 0x12;
    if (isZeros) {
      return;
    }
    Use use = Use.WRITABLE;
    if (segment.equals("__TEXT")) {
      use = name.startsWith("__text") || name.startsWith("__stub") ? Use.CODE : Use.READ_ONLY;
    } else if (segment.equals("__DATA_CONST")) {
      use = name.equals("__go_buildinfo") ? Use.WRITABLE : Use.READ_ONLY;
    } else if (segment.equals("__DWARF") || segment.equals("__LINKEDIT")) {
      return;
    }
    Elf.add(
        new Region(use, name, in.u32(after), in.word(at + 32 + word, word), in.word(at + 32, word)),
        regions);
  }
}
